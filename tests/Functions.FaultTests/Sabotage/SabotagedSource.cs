using Longshore.Sandbox.Demo;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Longshore.FaultTests.Sabotage;

/// <summary>The source that a sabotage changes. It is found by the type that it declares, in whatever folder it stands.</summary>
/// <param name="File">The source as it is.</param>
/// <param name="Project">The project that compiles it: the nearest one above it.</param>
/// <param name="Text">The source as it is sabotaged.</param>
internal sealed record SabotagedSource(string File, string Project, string Text)
{
    private static readonly CSharpParseOptions Newest = new(LanguageVersion.Preview);

    private static readonly Lazy<(string File, string Text)[]> Sources = new(() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split('/').Any(folder => folder is "obj" or "bin"))
            .Select(file => (file, System.IO.File.ReadAllText(file))),
    ]);

    /// <exception cref="InvalidOperationException">It does not fit once, changes nothing, or makes no valid C#.</exception>
    public static SabotagedSource Of(Sabotage sabotage)
    {
        var change = sabotage.Change;
        var found = Sources.Value.Where(source => source.Text.Contains(change.Scope.Type.Name, StringComparison.Ordinal))
            .SelectMany(source => Find(change, source.Text).Select(node => (source, node))).ToArray();
        if (found is not [var ((file, before), old)])
        {
            throw new InvalidOperationException($"The sabotage {sabotage.Name} must fit one place and fits {found.Length}: "
                + string.Join("; ", found.Select(one => one.node)));
        }

        var instead = change.Replace(new Code(old));
        if (old is BlockSyntax && !instead.StartsWith('{'))
            instead = $"{{ return {instead}; }}";
        var after = before[..old.SpanStart] + instead + before[old.Span.End..];
        var errors = CSharpSyntaxTree.ParseText(after, Newest).GetDiagnostics()
            .Where(each => each.Severity == DiagnosticSeverity.Error);
        return after != before && !errors.Any()
            ? new(file, ProjectOf(file), after)
            : throw new InvalidOperationException(
                $"The sabotage {sabotage.Name} makes no valid change: {string.Join("; ", errors)}");
    }

    private static IEnumerable<SyntaxNode> Find(Change change, string text) => CSharpSyntaxTree.ParseText(text, Newest).GetRoot()
        .DescendantNodes().OfType<TypeDeclarationSyntax>().Where(type => NameOf(type) == change.Scope.Type.FullName)
        .SelectMany(type => type.Members)
        .Where(member => change.Scope.Method is not { } name
            || (member is MethodDeclarationSyntax method && method.Identifier.ValueText == name))
        .SelectMany(change.Find);

    /// <summary>The full name as reflection has it.</summary>
    private static string NameOf(TypeDeclarationSyntax type) => type.Parent switch
    {
        TypeDeclarationSyntax outer => $"{NameOf(outer)}+{type.Identifier.ValueText}",
        BaseNamespaceDeclarationSyntax space => $"{space.Name}.{type.Identifier.ValueText}",
        _ => type.Identifier.ValueText,
    };

    private static string ProjectOf(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.GetFiles(folder, "*.csproj") is [var project])
                return project;
        }

        throw new InvalidOperationException($"No project stands above {file}.");
    }
}
