namespace Longshore.Generators;

/// <summary>Reads a class marked with [Function] and reports everything that is wrong with it.</summary>
internal static class FunctionReader
{
    public static FunctionModel Read(INamedTypeSymbol type, string name)
    {
        var place = Place.Of(type.Locations[0]);
        var problems = new List<Problem>();
        void Report(DiagnosticDescriptor descriptor, Place where, params string[] arguments) =>
            problems.Add(new(descriptor, where, new(arguments)));

        if (name.Length == 0 || name.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
            Report(Diagnostics.Name, place, name);
        if (type.IsAbstract || type.IsGenericType || !IsAccessible(type) || type.InstanceConstructors.Length != 1
            || !IsAccessible(type.InstanceConstructors[0]))
            Report(Diagnostics.Shape, place, type.Name);

        var triggers = new List<TriggerModel>();
        var gets = new List<GetModel>();
        var taken = new HashSet<string>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            var at = Place.Of(method.Locations[0]);
            if (Attribute(method, Names.HttpGetTrigger) is { } get)
            {
                var paths = Texts(get);
                if (!HasSignature(method, Names.HttpGetReply, Names.HttpGetRequest, Names.Cancellation))
                    Report(Diagnostics.GetSignature, at, type.Name, method.Name);
                else if (paths.Count == 0 || paths.Any(path => !path.StartsWith("/", StringComparison.Ordinal)))
                    Report(Diagnostics.NoPaths, at, type.Name, method.Name);
                else
                    gets.Add(new(method.Name, paths));
            }

            var deadLetter = Attribute(method, Names.DeadLetterTrigger);
            var isDeadLetter = deadLetter is not null;
            if ((deadLetter ?? Attribute(method, Names.CloudEventTrigger)) is not { } trigger)
                continue;
            var types = Texts(trigger);
            if (!HasSignature(method, Names.Reply, null, Names.FunctionContext, Names.Cancellation)
                || (Names.Full(method.Parameters[0].Type) == Names.Bytes) != isDeadLetter)
                Report(Diagnostics.Signature, at, type.Name, method.Name, isDeadLetter ? "ReadOnlyMemory<byte>" : "TData");
            else if (!isDeadLetter && (types.Count == 0 || types.Any(text => text.Length == 0 || !taken.Add(text))))
                Report(Diagnostics.NoTypes, at, type.Name, method.Name);
            else
                triggers.Add(new(method.Name, types, isDeadLetter ? null : Names.Full(method.Parameters[0].Type), at));
        }

        if (triggers.Count == 0 && gets.Count == 0 && problems.Count == 0)
            Report(Diagnostics.NoTrigger, place, type.Name);
        var needs = type.InstanceConstructors.FirstOrDefault()?.Parameters.Select(parameter => Names.Full(parameter.Type)) ?? [];
        return new(name, Names.Full(type), new(needs), new(triggers), new(gets), new(problems), place);
    }

    public static AttributeData? Attribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == name);

    private static Sequence<string> Texts(AttributeData attribute)
    {
        var argument = attribute.ConstructorArguments.FirstOrDefault();
        var texts = argument.Kind == TypedConstantKind.Array && !argument.IsNull ? argument.Values : [];
        return new(texts.Select(value => value.Value as string ?? ""));
    }

    /// <param name="parameters">The parameters' types; null is any.</param>
    private static bool HasSignature(IMethodSymbol method, string result, params string?[] parameters) =>
        !method.IsStatic && !method.IsGenericMethod && IsAccessible(method)
        && Names.Full(method.ReturnType) == result
        && method.Parameters.Length == parameters.Length
        && method.Parameters.Zip(parameters, (parameter, type) =>
            parameter.RefKind == RefKind.None && (type is null || Names.Full(parameter.Type) == type)).All(fits => fits);

    private static bool IsAccessible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || IsAccessible(symbol.ContainingType))
        && symbol is not INamedTypeSymbol { IsFileLocal: true };
}
