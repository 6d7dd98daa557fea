using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Longshore.FaultTests.Sabotage;

/// <summary>One change of the source of a type.</summary>
/// <param name="Scope">Where it is.</param>
/// <param name="Find">The code in a member that can be replaced. The change fits if the whole scope has this once.</param>
/// <param name="Replace">What stands in its place.</param>
internal sealed record Change(
    Scope Scope, Func<MemberDeclarationSyntax, IEnumerable<SyntaxNode>> Find, Func<Code, string> Replace);

/// <summary>A type with the types in it, or its methods of one name. The kinds of change are these four.</summary>
internal sealed record Scope(Type Type, string? Method)
{
    /// <param name="type">The type that the source declares.</param>
    /// <param name="method">Its methods of this name; null for the whole type.</param>
    public static Scope In(Type type, string? method = null) => new(type, method);

    /// <summary>Changes what the method does: the expression that it returns, or its statements with their braces.</summary>
    public Change Body(Func<Code, string> replace) =>
        new(this, member => member is MethodDeclarationSyntax method ? Bodies(method) : [], replace);

    /// <summary>Changes the condition of the innermost <c>if</c> or <c>?:</c> that mentions a name or a text anywhere.</summary>
    public Change Condition(string mention, Func<Code, string> replace) => Innermost(mention, replace, node => node switch
    {
        IfStatementSyntax choice => choice.Condition,
        ConditionalExpressionSyntax choice => choice.Condition,
        _ => null,
    });

    /// <summary>
    /// Changes the value of the innermost <c>return</c>, switch arm, assignment or declaration that mentions a name or a text.
    /// </summary>
    public Change Result(string mention, Func<Code, string> replace) => Innermost(mention, replace, node => node switch
    {
        ReturnStatementSyntax back => back.Expression,
        SwitchExpressionArmSyntax arm => arm.Expression,
        AssignmentExpressionSyntax assignment => assignment.Right,
        VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        _ => null,
    });

    /// <summary>Changes the only use of a name: with what it is a member of, and with the arguments if it is called.</summary>
    public Change Use(string name, Func<Code, string> replace) =>
        new(this, member => Mentions(member, name).Select(Whole), replace);

    private static IEnumerable<SyntaxNode> Bodies(MethodDeclarationSyntax method) => method switch
    {
        { ExpressionBody.Expression: { } expression } => [expression],
        { Body.Statements: [ReturnStatementSyntax { Expression: { } expression }] } => [expression],
        { Body: { } body } => [body],
        _ => [],
    };

    private Change Innermost(string mention, Func<Code, string> replace, Func<SyntaxNode, SyntaxNode?> part) =>
        new(this, member => Mentions(member, mention)
            .Select(node => node.Ancestors().Select(part).FirstOrDefault(found => found is not null))
            .OfType<SyntaxNode>().Distinct(), replace);

    private static IEnumerable<SyntaxNode> Mentions(SyntaxNode member, string mention) =>
        member.DescendantNodes().Where(node => node switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText == mention,
            LiteralExpressionSyntax text => text.IsKind(SyntaxKind.StringLiteralExpression) && text.Token.ValueText == mention,
            _ => false,
        });

    private static SyntaxNode Whole(SyntaxNode name)
    {
        while (name.Parent is InvocationExpressionSyntax
            || (name.Parent is MemberAccessExpressionSyntax access && access.Name == name))
            name = name.Parent;
        return name;
    }
}
