using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>Reads tokens into statements; the other half of this class reads expressions.</summary>
internal sealed partial class TemplateParser(List<TemplateToken> tokens)
{
    private static readonly string[] s_statements = ["if", "for", "set", "macro", "call", "filter", "break", "continue", "generation"];

    private int _next;
    private int _depth;
    private int _loops;

    // Inside 'if' blocks an unknown filter or test is an error only when it is reached: published templates ask for some that
    // only certain programs have.
    private int _conditions;

    private TemplateToken Current => tokens[_next];

    public IReadOnlyList<Statement> ParseTemplate()
    {
        var body = ParseBody([]);
        return Current.Kind == TokenKind.End ? body : throw Unexpected("the end of the template");
    }

    /// <summary>Statements up to the tag that begins with one of <paramref name="ends"/>, of which the name is the current token afterwards.</summary>
    private List<Statement> ParseBody(string[] ends)
    {
        Enter();
        var body = new List<Statement>();
        while (true)
        {
            var token = Current;
            switch (token.Kind)
            {
                case TokenKind.Text:
                    _next++;
                    body.Add(new TextStatement(token.At, token.Text));
                    break;
                case TokenKind.OutputBegin:
                    _next++;
                    body.Add(new OutputStatement(token.At, ParseTuple()));
                    Expect(TokenKind.OutputEnd, "'}}' after the expression");
                    break;
                case TokenKind.BlockBegin:
                    _next++;
                    if (Current.Kind == TokenKind.Name && ends.Contains(Current.Text))
                    {
                        _depth--;
                        return body;
                    }

                    body.Add(ParseStatement(ends));
                    break;
                default:
                    if (ends.Length > 0)
                        throw Unexpected(Choice(ends));
                    _depth--;
                    return body;
            }
        }
    }

    private Statement ParseStatement(string[] ends)
    {
        var token = ExpectName("a statement");
        switch (token.Text)
        {
            case "if":
                return ParseIf(token.At);
            case "for":
                return ParseFor(token.At);
            case "set":
                return ParseSet(token.At);
            case "macro":
                return ParseMacro(token.At);
            case "call":
                return ParseCallBlock(token.At);
            case "filter":
                var filter = ParseFilters(new CapturedText(Current.At));
                return new FilterStatement(token.At, filter, ParseBlock("endfilter"));
            case "generation":
                return new ScopeStatement(token.At, ParseBlock("endgeneration"));
            case "break" or "continue" when _loops > 0:
                EndBlock();
                return new JumpStatement(token.At, token.Text == "break" ? Flow.Break : Flow.Continue);
            case "break" or "continue":
                throw new ChatTemplateException(token.At, "a loop around it", $"'{token.Text}' outside of loops");
            default:
                string expected = ends.Length > 0 ? Choice(ends) + " or a statement" : "a statement";
                throw new ChatTemplateException(token.At, expected, NearestName.Describe("statement", token.Text, [.. s_statements, .. ends]));
        }
    }

    private IfStatement ParseIf(TemplatePosition at)
    {
        var branches = new List<(Expression Condition, IReadOnlyList<Statement> Body)>();
        IReadOnlyList<Statement> otherwise = [];
        while (true)
        {
            var condition = ParseTuple(withCondition: false);
            EndBlock();
            _conditions++;
            branches.Add((condition, ParseBody(["elif", "else", "endif"])));
            string end = tokens[_next++].Text;
            if (end == "else")
            {
                EndBlock();
                otherwise = ParseBody(["endif"]);
                _next++;
            }

            _conditions--;
            if (end == "elif")
                continue;
            EndBlock();
            return new IfStatement(at, branches, otherwise);
        }
    }

    private ForStatement ParseFor(TemplatePosition at)
    {
        var target = ParseTarget(inLoop: true);
        if (!Current.IsName("in"))
            throw Unexpected("'in'");
        _next++;
        var items = ParseTuple(withCondition: false);
        var filter = SkipName("if") ? ParseExpression() : null;
        if (Current.IsName("recursive"))
            throw Unexpected("'%}' (recursive loops are not supported)");
        EndBlock();
        _loops++;
        var body = ParseBody(["else", "endfor"]);
        _loops--;
        IReadOnlyList<Statement> otherwise = [];
        if (tokens[_next++].Text == "else")
        {
            EndBlock();
            otherwise = ParseBody(["endfor"]);
            _next++;
        }

        EndBlock();
        return new ForStatement(at, target, items, filter, body, otherwise);
    }

    private Statement ParseSet(TemplatePosition at)
    {
        var target = ParseTarget(inLoop: false);
        if (SkipOperator("="))
        {
            var value = ParseTuple();
            EndBlock();
            return new SetStatement(at, target, value);
        }

        Expression text = new CapturedText(at);
        if (SkipOperator("|"))
            text = ParseFilters(text);
        return new SetBlockStatement(at, target, text, ParseBlock("endset"));
    }

    private MacroStatement ParseMacro(TemplatePosition at)
    {
        string name = ExpectName("the macro's name").Text;
        ExpectOperator("(");
        var parameters = ParseParameters();
        return new MacroStatement(at, new Macro(name, parameters, ParseBlock("endmacro")));
    }

    private CallStatement ParseCallBlock(TemplatePosition at)
    {
        var parameters = SkipOperator("(") ? ParseParameters() : [];
        var start = Current.At;
        var call = ParseUnary(withFilters: false) as CallExpression
            ?? throw new ChatTemplateException(start, "a call of a macro", "another expression");
        return new CallStatement(at, call, new Macro("caller", parameters, ParseBlock("endcall")));
    }

    private List<(string Name, Expression? Default)> ParseParameters()
    {
        var parameters = new List<(string Name, Expression? Default)>();
        while (!SkipOperator(")"))
        {
            if (parameters.Count > 0)
                ExpectOperator(",");
            var parameter = ExpectName("a parameter's name");
            var value = SkipOperator("=") ? ParseExpression() : null;
            if (value is null && parameters is [.., { Default: not null }])
                throw new ChatTemplateException(parameter.At, "a default value, as the parameter before has one", "none");
            parameters.Add((parameter.Text, value));
        }

        return parameters;
    }

    /// <summary>The rest of a tag, the statements behind it, and the tag that ends them. A loop around it cannot be left from within.</summary>
    private List<Statement> ParseBlock(string end)
    {
        EndBlock();
        int loops = _loops;
        _loops = 0;
        var body = ParseBody([end]);
        _loops = loops;
        _next++;
        EndBlock();
        return body;
    }

    private AssignmentTarget ParseTarget(bool inLoop)
    {
        var at = Current.At;
        var names = new List<string>();
        bool tuple = SkipOperator("(");
        bool bracketed = tuple;
        do
        {
            if (names.Count > 0 && Current.Kind != TokenKind.Name)
                break;
            names.Add(ExpectName("a variable's name").Text);
            if (!inLoop && names.Count == 1 && !tuple && SkipOperator("."))
                return new AssignmentTarget(at, names, ExpectName("an attribute's name").Text, false);
        }
        while (SkipOperator(",") && (tuple = true));
        if (bracketed)
            ExpectOperator(")");
        foreach (string name in names)
        {
            if (name is "true" or "false" or "none" or "True" or "False" or "None" || (inLoop && name == "loop"))
                throw new ChatTemplateException(at, "a variable's name", $"'{name}'");
        }

        return new AssignmentTarget(at, names, null, tuple);
    }

    private void EndBlock() => Expect(TokenKind.BlockEnd, "'%}'");

    private void Expect(TokenKind kind, string expected)
    {
        if (Current.Kind != kind)
            throw Unexpected(expected);
        _next++;
    }

    private TemplateToken ExpectName(string expected)
    {
        if (Current.Kind != TokenKind.Name)
            throw Unexpected(expected);
        return tokens[_next++];
    }

    private void ExpectOperator(string text)
    {
        if (!SkipOperator(text))
            throw Unexpected($"'{text}'");
    }

    private bool SkipOperator(string text)
    {
        bool found = Current.IsOperator(text);
        if (found)
            _next++;
        return found;
    }

    private bool SkipName(string text)
    {
        bool found = Current.IsName(text);
        if (found)
            _next++;
        return found;
    }

    private void Enter()
    {
        if (++_depth > ChatTemplate.MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Unexpected($"blocks and brackets that nest at most {ChatTemplate.MaxNesting} deep");
    }

    private ChatTemplateException Unexpected(string expected) => new(Current.At, expected, Current.Describe());

    private static string Choice(string[] ends) => "'" + string.Join("' or '", ends) + "'";
}
