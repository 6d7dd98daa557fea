using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Longshore.Generators;

/// <summary>
/// Finds classes marked with [Function] and writes the table that hosts them without reflection. A class that cannot be hosted is
/// a compile error (<see cref="Diagnostics"/>).
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class FunctionGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var functions = context.SyntaxProvider.ForAttributeWithMetadataName(
            Names.Function,
            static (node, _) => node is ClassDeclarationSyntax,
            static (found, _) => FunctionReader.Read(
                (INamedTypeSymbol)found.TargetSymbol,
                found.Attributes[0].ConstructorArguments.FirstOrDefault().Value as string ?? "")).Collect();
        var own = context.SyntaxProvider.ForAttributeWithMetadataName(
            Names.JsonSerializable,
            static (node, _) => node is ClassDeclarationSyntax,
            static (found, _) => ReadJson((INamedTypeSymbol)found.TargetSymbol)).Collect();
        var space = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.RootNamespace", out var root) && root.Length > 0
                ? root : "Longshore");
        context.RegisterSourceOutput(
            functions.Combine(own).Combine(space),
            static (output, input) => Write(output, input.Left.Left, input.Left.Right, input.Right));

        var notFunctions = context.SyntaxProvider.CreateSyntaxProvider(
            static (node, _) => node is GenericNameSyntax { Identifier.ValueText: "Add", TypeArgumentList.Arguments.Count: 1 },
            static (found, cancellation) => ReadAdded(found, cancellation)).Where(static problem => problem is not null);
        context.RegisterSourceOutput(notFunctions, static (output, problem) => output.ReportDiagnostic(problem!.ToDiagnostic()));
    }

    private static JsonModel ReadJson(INamedTypeSymbol context) => new(
        Names.Full(context),
        new(context.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.ToDisplayString() == Names.JsonSerializable)
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
            .OfType<ITypeSymbol>()
            .Select(Names.Full)));

    private static Problem? ReadAdded(GeneratorSyntaxContext found, CancellationToken cancellation) =>
        found.SemanticModel.GetSymbolInfo(found.Node, cancellation).Symbol is IMethodSymbol method
        && Names.Full(method.ContainingType) == Names.FunctionsBuilder
        && method.TypeArguments[0] is INamedTypeSymbol type
        && FunctionReader.Attribute(type, Names.Function) is null
            ? new(Diagnostics.NotAFunction, Place.Of(found.Node.GetLocation()), new([type.Name]))
            : null;

    private static void Write(
        SourceProductionContext output, ImmutableArray<FunctionModel> functions, ImmutableArray<JsonModel> own, string space)
    {
        var contexts = own.SelectMany(json => json.DataTypes.Select(type => (type, json.Context)))
            .GroupBy(each => each.type).ToDictionary(group => group.Key, group => group.First().Context);
        var named = new Dictionary<string, string>();
        var sound = new List<FunctionModel>();
        foreach (var function in functions)
        {
            var problems = new List<Problem>(function.Problems);
            if (named.TryGetValue(function.Name, out var other))
                problems.Add(new(Diagnostics.DuplicateName, function.Place, new([function.Name, Plain(other)])));
            else
                named.Add(function.Name, function.Type);
            problems.AddRange(function.Triggers.Where(trigger => trigger.DataType is { } type && !contexts.ContainsKey(type))
                .Select(trigger => new Problem(Diagnostics.DataNotInJson, trigger.Place, new([Plain(trigger.DataType!)]))));
            foreach (var problem in problems)
                output.ReportDiagnostic(problem.ToDiagnostic());
            if (problems.Count == 0)
                sound.Add(function);
        }

        var text = FunctionWriter.Write(space, sound, type => contexts[type]);
        output.AddSource("GeneratedFunctions.g.cs", SourceText.From(text, Encoding.UTF8));
    }

    private static string Plain(string type) => type.Replace("global::", "");
}
