namespace Longshore.Generators;

/// <summary>Reads a class marked with [Function] and says everything that is wrong with it.</summary>
internal static class FunctionReader
{
    public static FunctionModel Read(INamedTypeSymbol type, string name)
    {
        var place = Place.Of(type.Locations[0]);
        var problems = new List<Problem>();
        void Report(DiagnosticDescriptor descriptor, Place where, params string[] arguments) =>
            problems.Add(new(descriptor.Id, where, new(arguments)));

        if (name.Length == 0 || name.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
            Report(Diagnostics.Name, place, name);
        if (type.IsAbstract || type.IsGenericType || !Accessible(type) || type.InstanceConstructors.Length != 1
            || !Accessible(type.InstanceConstructors[0]))
            Report(Diagnostics.Shape, place, type.Name);

        var triggers = new List<TriggerModel>();
        var gets = new List<GetModel>();
        var taken = new HashSet<string>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (Paths(method) is { } paths)
            {
                if (!AnswersGet(method))
                    Report(Diagnostics.GetSignature, Place.Of(method.Locations[0]), type.Name, method.Name);
                else if (paths.Count == 0 || paths.Any(path => !path.StartsWith("/", StringComparison.Ordinal)))
                    Report(Diagnostics.NoPaths, Place.Of(method.Locations[0]), type.Name, method.Name);
                else
                    gets.Add(new(method.Name, paths));
            }

            if (Trigger(method) is not var (isDeadLetter, types))
                continue;
            var at = Place.Of(method.Locations[0]);
            if (!HasSignature(method, isDeadLetter))
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

    private static (bool IsDeadLetter, Sequence<string> Types)? Trigger(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case Names.DeadLetterTrigger:
                    return (true, new([]));
                case Names.CloudEventTrigger:
                    return (false, Texts(attribute));
            }
        }

        return null;
    }

    private static Sequence<string>? Paths(IMethodSymbol method) =>
        method.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == Names.HttpGetTrigger)
            is { } found
            ? Texts(found)
            : null;

    private static Sequence<string> Texts(AttributeData attribute)
    {
        var argument = attribute.ConstructorArguments.FirstOrDefault();
        var texts = argument.Kind == TypedConstantKind.Array && !argument.IsNull ? argument.Values : [];
        return new(texts.Select(value => value.Value as string ?? ""));
    }

    private static bool AnswersGet(IMethodSymbol method) =>
        !method.IsStatic && !method.IsGenericMethod && Accessible(method)
        && Names.Full(method.ReturnType) == Names.HttpGetReply
        && method.Parameters.Length == 2
        && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && Names.Full(method.Parameters[0].Type) == Names.HttpGetRequest
        && Names.Full(method.Parameters[1].Type) == Names.Cancellation;

    private static bool HasSignature(IMethodSymbol method, bool isDeadLetter) =>
        !method.IsStatic && !method.IsGenericMethod && Accessible(method)
        && Names.Full(method.ReturnType) == Names.Reply
        && method.Parameters.Length == 3
        && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && (Names.Full(method.Parameters[0].Type) == Names.Bytes) == isDeadLetter
        && Names.Full(method.Parameters[1].Type) == Names.FunctionContext
        && Names.Full(method.Parameters[2].Type) == Names.Cancellation;

    private static bool Accessible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal
        && (symbol.ContainingType is null || Accessible(symbol.ContainingType))
        && symbol is not INamedTypeSymbol { IsFileLocal: true };
}
