using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Longshore.FaultTests.Sabotage;

/// <summary>The code that a change replaces. Its parts give the defect the names of locals and parameters.</summary>
internal sealed class Code(SyntaxNode node)
{
    public string Text => node.ToString();

    /// <summary>The first operand: <c>a</c> in <c>a || b || c</c>, <c>a == b</c>, <c>a is b</c> and <c>a.b</c>.</summary>
    public Code Left => Bare(node) switch
    {
        BinaryExpressionSyntax { Left: BinaryExpressionSyntax left } all when left.IsKind(all.Kind()) => new Code(left).Left,
        BinaryExpressionSyntax binary => new(binary.Left),
        IsPatternExpressionSyntax pattern => new(pattern.Expression),
        MemberAccessExpressionSyntax access => new(access.Expression),
        _ => throw new InvalidOperationException($"This has no operands: {node}"),
    };

    /// <summary>The last operand: <c>c</c> in <c>a || b || c</c>.</summary>
    public Code Right => Bare(node) is BinaryExpressionSyntax binary
        ? new(binary.Right)
        : throw new InvalidOperationException($"This has no operands: {node}");

    /// <summary>An argument of the only call of this method in the member that holds the code.</summary>
    public Code Argument(string method, int index) => new(node.FirstAncestorOrSelf<MemberDeclarationSyntax>()!
        .DescendantNodes().OfType<InvocationExpressionSyntax>().Single(call => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            var called => called as SimpleNameSyntax,
        } is { } name && name.Identifier.ValueText == method)
        .ArgumentList.Arguments[index].Expression);

    /// <summary>The name of the only parameter of a type, of the method or else of the class.</summary>
    /// <param name="type">With the modifier: <c>bool</c>, <c>out int</c>.</param>
    public string Parameter(string type) => node.Ancestors()
        .Select(each => each switch
        {
            MethodDeclarationSyntax method => method.ParameterList,
            TypeDeclarationSyntax owner => owner.ParameterList,
            _ => null,
        })
        .OfType<ParameterListSyntax>().First()
        .Parameters.Single(each => string.Join(' ', [.. each.Modifiers.Select(word => word.Text), $"{each.Type}"]) == type)
        .Identifier.Text;

    /// <summary>The same code with another name in the place of one that it holds once.</summary>
    public Code With(string name, string other)
    {
        var old = node.DescendantTokens().Single(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);
        return new(node.ReplaceToken(old, SyntaxFactory.Identifier(old.LeadingTrivia, other, old.TrailingTrivia)));
    }

    public override string ToString() => Text;

    private static SyntaxNode Bare(SyntaxNode node) =>
        node is ParenthesizedExpressionSyntax inner ? Bare(inner.Expression) : node;
}
