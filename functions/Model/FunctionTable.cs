namespace Longshore.Model;

/// <summary>The hosted functions, by the events and the paths that they take.</summary>
public sealed class FunctionTable
{
    private readonly Dictionary<string, (FunctionDefinition, FunctionTrigger)> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Function, HttpGet Get)> _byPath = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two functions take the same events or paths.</exception>
    /// <param name="toModel">See <see cref="ToModel"/>; by default every error stays as it is.</param>
    public FunctionTable(IReadOnlyList<FunctionDefinition> functions, Func<Exception, Exception>? toModel = null)
    {
        Functions = functions;
        ToModel = toModel ?? (static error => error);
        foreach (var function in functions)
        {
            foreach (var trigger in function.Triggers)
                Add(function, trigger);
            foreach (var (get, path) in function.Gets.SelectMany(get => get.Paths.Select(path => (get, path))))
            {
                if (!_byPath.TryAdd(path, (function.Name, get)))
                    throw new InvalidOperationException($"Both {_byPath[path].Function} and {function.Name} answer GET {path}.");
            }
        }
    }

    public IReadOnlyList<FunctionDefinition> Functions { get; }

    public string Names => string.Join(", ", Functions.Select(function => function.Name));

    /// <summary>
    /// Turns a function's error into a <see cref="RejectedException"/> or a <see cref="RetryLaterException"/>. An error that it
    /// does not change is a fault of the function: 500.
    /// </summary>
    public Func<Exception, Exception> ToModel { get; }

    /// <summary>The function that takes what is posted to <c>/deadletters</c>, if it is hosted.</summary>
    public (FunctionDefinition Function, FunctionTrigger Trigger)? DeadLetters { get; private set; }

    /// <summary>Whether some hosted function takes events or dead letters.</summary>
    public bool TakesEvents => DeadLetters is not null || _byType.Count > 0;

    /// <summary>Types that some hosted function takes, sorted.</summary>
    public IEnumerable<string> Types => _byType.Keys.Order(StringComparer.Ordinal);

    /// <summary>The function that takes events of this type, if it is hosted.</summary>
    public (FunctionDefinition Function, FunctionTrigger Trigger)? Find(string type) =>
        _byType.TryGetValue(type, out var found) ? found : null;

    /// <summary>The method that answers GET of this path, if its function is hosted.</summary>
    public HttpGet? FindGet(string? path) => path is not null && _byPath.TryGetValue(path, out var found) ? found.Get : null;

    /// <summary>Names of the functions whose constructor takes this service.</summary>
    public IReadOnlyList<string> EmittersOf(Type service) =>
        [.. Functions.Where(function => function.Needs.Contains(service)).Select(function => function.Name)];

    /// <summary>Checks that every function can be made.</summary>
    /// <exception cref="InvalidOperationException">A service is missing; the message names it and its function.</exception>
    public void CheckServices(IServiceProviderIsService services)
    {
        foreach (var function in Functions)
        {
            foreach (var need in function.Needs.Where(need => !services.IsService(need)))
                throw new InvalidOperationException($"The function {function.Name} takes {need}, which nothing registers.");
        }
    }

    private void Add(FunctionDefinition function, FunctionTrigger trigger)
    {
        if (trigger.IsDeadLetter)
        {
            if (DeadLetters is { } taken)
                throw new InvalidOperationException($"Both {taken.Function.Name} and {function.Name} take dead letters.");
            DeadLetters = (function, trigger);
        }

        foreach (var type in trigger.Types)
        {
            if (!_byType.TryAdd(type, (function, trigger)))
                throw new InvalidOperationException($"Both {_byType[type].Item1.Name} and {function.Name} take {type}.");
        }
    }
}
