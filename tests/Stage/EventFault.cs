namespace Longshore.Stage;

/// <summary>What can go wrong between the broker and a function.</summary>
internal enum EventFaultKind
{
    /// <summary>It arrives twice, at the same time.</summary>
    Duplicated,

    /// <summary>It arrives later; others overtake it.</summary>
    Delayed,

    /// <summary>It never arrives, and the broker thinks that it did.</summary>
    Dropped,

    /// <summary>It is handled, but the answer and the reply in it are lost.</summary>
    AnswerLost,

    /// <summary>It arrives a second time when everything else is over.</summary>
    Redelivered,
}

/// <summary>A fault and the deliveries that it strikes.</summary>
/// <param name="Function">The receiver.</param>
/// <param name="Skip">So many deliveries pass first.</param>
/// <param name="Count">So many are struck then.</param>
/// <param name="Delay">Of <see cref="EventFaultKind.Delayed"/>.</param>
internal sealed record EventFault(EventFaultKind Kind, string Function, int Skip, int Count, TimeSpan Delay);
