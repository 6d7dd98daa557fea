using Microsoft.CodeAnalysis.Text;

namespace Longshore.Generators;

/// <summary>A function class; type names are fully qualified with <c>global::</c>.</summary>
/// <param name="Needs">Types of the constructor's parameters, in order.</param>
/// <param name="Triggers">Its methods that take events.</param>
/// <param name="Gets">Its methods that answer GET.</param>
/// <param name="Problems">What is wrong with it; if anything is, it is not registered.</param>
internal sealed record FunctionModel(
    string Name, string Type, Sequence<string> Needs, Sequence<TriggerModel> Triggers, Sequence<GetModel> Gets,
    Sequence<Problem> Problems, Place Place);

/// <summary>A function's method that takes events.</summary>
/// <param name="Types">CloudEvents types; empty for a dead-letter trigger.</param>
/// <param name="DataType">Type of the first parameter; null for a dead-letter trigger, which takes bytes.</param>
internal sealed record TriggerModel(string Method, Sequence<string> Types, string? DataType, Place Place);

/// <summary>A function's method that answers GET of some paths.</summary>
internal sealed record GetModel(string Method, Sequence<string> Paths);

/// <summary>A class of generated JSON code and the types that it reads and writes.</summary>
internal sealed record JsonModel(string Context, Sequence<string> DataTypes);

/// <summary>A diagnostic that is reported later.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Place Place, Sequence<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place.ToLocation(), [.. Arguments]);
}

/// <summary>A place in the source, without a syntax tree, so that it compares by value.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(Location location) =>
        new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
