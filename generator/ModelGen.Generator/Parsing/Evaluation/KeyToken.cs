using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>The token that stands for a piece of syntax in a message: the name of a call, an operator, the keyword of a statement.</summary>
internal static class KeyToken
{
    public static SyntaxToken Of(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => Of(call.Expression),
        MemberAccessExpressionSyntax access => Of(access.Name),
        MemberBindingExpressionSyntax binding => Of(binding.Name),
        SimpleNameSyntax name => name.Identifier,
        BinaryExpressionSyntax binary => binary.OperatorToken,
        PrefixUnaryExpressionSyntax unary => unary.OperatorToken,
        PostfixUnaryExpressionSyntax unary => unary.OperatorToken,
        AssignmentExpressionSyntax assignment => assignment.OperatorToken,
        ConditionalExpressionSyntax conditional => conditional.QuestionToken,
        ConditionalAccessExpressionSyntax conditional => conditional.OperatorToken,
        SwitchExpressionSyntax expression => expression.SwitchKeyword,
        LambdaExpressionSyntax lambda => lambda.ArrowToken,
        MethodDeclarationSyntax method => method.Identifier,
        LocalFunctionStatementSyntax function => function.Identifier,
        PropertyDeclarationSyntax property => property.Identifier,
        ParenthesizedExpressionSyntax parenthesized => Of(parenthesized.Expression),
        ExpressionStatementSyntax statement => Of(statement.Expression),
        ArgumentSyntax argument => Of(argument.Expression),
        EqualsValueClauseSyntax clause => Of(clause.Value),
        ArrowExpressionClauseSyntax arrow => Of(arrow.Expression),
        _ => node.GetFirstToken(),
    };
}
