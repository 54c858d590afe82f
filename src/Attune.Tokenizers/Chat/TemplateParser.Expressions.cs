namespace Attune.Tokenizers;

/// <summary>The half of the parser that reads expressions, one function for each rank of operators, loosest first.</summary>
internal sealed partial class TemplateParser
{
    private static readonly string[] s_comparisons = ["==", "!=", "<", "<=", ">", ">="];

    /// <summary>One expression, or several with commas between them: a tuple.</summary>
    private Expression ParseTuple(bool withCondition = true)
    {
        var at = Current.At;
        var first = withCondition ? ParseExpression() : ParseOr();
        if (!Current.IsOperator(","))
            return first;
        var items = new List<Expression> { first };
        while (SkipOperator(",") && !EndsTuple())
            items.Add(withCondition ? ParseExpression() : ParseOr());
        return Checked(new ListExpression(at, items, SequenceKind.Tuple));
    }

    private bool EndsTuple() => Current.Kind is TokenKind.OutputEnd or TokenKind.BlockEnd || Current.IsOperator(")");

    private Expression ParseExpression()
    {
        Enter();
        var value = ParseOr();
        while (Current.IsName("if"))
        {
            var at = tokens[_next++].At;
            var condition = ParseOr();
            value = Checked(new ConditionalExpression(at, condition, value, SkipName("else") ? ParseExpression() : null));
        }

        _depth--;
        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (Current.IsName("or"))
        {
            var at = tokens[_next++].At;
            left = Checked(new LogicalExpression(at, left, ParseAnd(), true));
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (Current.IsName("and"))
        {
            var at = tokens[_next++].At;
            left = Checked(new LogicalExpression(at, left, ParseNot(), false));
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!Current.IsName("not"))
            return ParseComparison();
        Enter();
        var at = tokens[_next++].At;
        var value = Checked(new NotExpression(at, ParseNot()));
        _depth--;
        return value;
    }

    private Expression ParseComparison()
    {
        var at = Current.At;
        var first = ParseSum();
        var rest = new List<(string Operator, Expression Value)>();
        while (true)
        {
            string text = Current.Text;
            if (Current.Kind == TokenKind.Operator && s_comparisons.Contains(text))
                _next++;
            else if (SkipName("in"))
                text = "in";
            else if (Current.IsName("not") && tokens[_next + 1].IsName("in"))
                (text, _next) = ("not in", _next + 2);
            else
                return rest.Count == 0 ? first : Checked(new ComparisonExpression(at, first, rest));
            rest.Add((text, ParseSum()));
        }
    }

    private Expression ParseSum() => ParseOperators(["+", "-"], ParseConcatenation);

    private Expression ParseConcatenation() => ParseOperators(["~"], ParseProduct);

    private Expression ParseProduct() => ParseOperators(["*", "/", "//", "%"], ParsePower);

    // As in Jinja, and not in Python: from left to right, and a sign binds closer.
    private Expression ParsePower() => ParseOperators(["**"], () => ParseUnary(withFilters: true));

    private Expression ParseOperators(string[] operators, Func<Expression> parseOperand)
    {
        var left = parseOperand();
        while (Current.Kind == TokenKind.Operator && operators.Contains(Current.Text))
        {
            var token = tokens[_next++];
            left = Checked(new BinaryExpression(token.At, token.Text, left, parseOperand()));
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters)
    {
        var token = Current;
        Expression value;
        if (token.IsOperator("-") || token.IsOperator("+"))
        {
            Enter();
            _next++;
            value = Checked(new SignExpression(token.At, ParseUnary(withFilters: false), token.Text == "-"));
            _depth--;
        }
        else
        {
            value = ParsePrimary();
        }

        value = ParsePostfixes(value);
        while (withFilters)
        {
            if (SkipOperator("|"))
                value = ParseFilters(value);
            else if (Current.IsName("is"))
                value = ParseTest(value);
            else if (Current.IsOperator("("))
                value = ParseCall(value);
            else
                break;
        }

        return value;
    }

    private Expression ParsePrimary()
    {
        var token = tokens[_next++];
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new Literal(token.At, true),
                    "false" or "False" => new Literal(token.At, false),
                    "none" or "None" => new Literal(token.At, TemplateNone.Value),
                    _ => new NameExpression(token.At, token.Text),
                };
            case TokenKind.String:
                string text = token.Text;
                while (Current.Kind == TokenKind.String)
                    text += tokens[_next++].Text;
                return new Literal(token.At, text);
            case TokenKind.Integer or TokenKind.Float:
                return new Literal(token.At, TemplateLiterals.Number(token.Kind, token.Text)
                    ?? throw new ChatTemplateException(token.At, "an integer of 128 bits", token.Describe()));
            case TokenKind.Operator when token.Text == "(":
                var inside = Current.IsOperator(")") ? new ListExpression(token.At, [], SequenceKind.Tuple) : ParseTuple();
                ExpectOperator(")");
                return inside;
            case TokenKind.Operator when token.Text == "[":
                return Checked(new ListExpression(token.At, ParseItems("]", ParseExpression), SequenceKind.List));
            case TokenKind.Operator when token.Text == "{":
                return Checked(new MapExpression(token.At, ParseItems("}", ParsePair)));
            default:
                _next--;
                throw Unexpected("an expression");
        }
    }

    private (Expression Key, Expression Value) ParsePair()
    {
        var key = ParseExpression();
        ExpectOperator(":");
        return (key, ParseExpression());
    }

    /// <summary>Items with commas between them, and perhaps one behind the last.</summary>
    private List<T> ParseItems<T>(string end, Func<T> parseItem)
    {
        var items = new List<T>();
        while (!SkipOperator(end))
        {
            if (items.Count > 0)
            {
                if (!SkipOperator(","))
                    throw Unexpected($"',' or '{end}'");
                if (SkipOperator(end))
                    break;
            }

            items.Add(parseItem());
        }

        return items;
    }

    private Expression ParsePostfixes(Expression value)
    {
        while (true)
        {
            var token = Current;
            if (SkipOperator("."))
                value = Checked(ParseMember(token.At, value));
            else if (SkipOperator("["))
                value = Checked(ParseSubscript(token.At, value));
            else if (token.IsOperator("("))
                value = ParseCall(value);
            else
                return value;
        }
    }

    private Expression ParseMember(TemplatePosition at, Expression value)
    {
        if (Current.Kind != TokenKind.Integer)
            return new AttributeExpression(at, value, ExpectName("an attribute's name").Text);
        return new SubscriptExpression(at, value, ParsePrimary());
    }

    private Expression ParseSubscript(TemplatePosition at, Expression value)
    {
        var start = Current.IsOperator(":") ? null : ParseExpression();
        if (!SkipOperator(":"))
        {
            ExpectOperator("]");
            return new SubscriptExpression(at, value, start ?? throw Unexpected("an index"));
        }

        var stop = Current.IsOperator(":") || Current.IsOperator("]") ? null : ParseExpression();
        var step = SkipOperator(":") && !Current.IsOperator("]") ? ParseExpression() : null;
        ExpectOperator("]");
        return new SliceExpression(at, value, start, stop, step);
    }

    private CallExpression ParseCall(Expression function)
    {
        var at = Current.At;
        return Checked(new CallExpression(at, function, ParseArguments()));
    }

    private List<Argument> ParseArguments()
    {
        ExpectOperator("(");
        var arguments = ParseItems(")", ParseArgument);
        for (int i = 1; i < arguments.Count; i++)
        {
            if (arguments[i].Kind == ArgumentKind.Positional && arguments[i - 1].Kind != ArgumentKind.Positional)
                throw new ChatTemplateException(arguments[i].At, "an argument with a name, as one before has one", "one without");
        }

        return arguments;
    }

    private Argument ParseArgument()
    {
        var token = Current;
        var kind = ArgumentKind.Positional;
        if (SkipOperator("*"))
            kind = ArgumentKind.AllPositional;
        else if (SkipOperator("**"))
            kind = ArgumentKind.AllNamed;
        else if (token.Kind == TokenKind.Name && tokens[_next + 1].IsOperator("="))
            (kind, _next) = (ArgumentKind.Named, _next + 2);
        return new Argument(kind, token.Text, token.At, ParseExpression());
    }

    /// <summary>The filters from a name on.</summary>
    private Expression ParseFilters(Expression value)
    {
        do
        {
            var name = ExpectName("a filter's name");
            if (_conditions == 0)
                Filters.Find(name.At, name.Text);
            var arguments = Current.IsOperator("(") ? ParseArguments() : [];
            value = Checked(new FilterExpression(name.At, value, name.Text, arguments));
        }
        while (SkipOperator("|"));
        return value;
    }

    private Expression ParseTest(Expression value)
    {
        _next++;
        bool negated = SkipName("not");
        var name = ExpectName("a test's name");
        if (_conditions == 0)
            Predicates.Find(name.At, name.Text);
        List<Argument> arguments = [];
        if (Current.IsOperator("("))
            arguments = ParseArguments();
        else if (BeginsTestArgument())
            arguments = [new Argument(ArgumentKind.Positional, "", Current.At, ParsePostfixes(ParsePrimary()))];
        else if (Current.IsName("is"))
            throw Unexpected("one test (join several with 'and')");
        Expression test = Checked(new TestExpression(name.At, value, name.Text, arguments));
        return negated ? Checked(new NotExpression(name.At, test)) : test;
    }

    private bool BeginsTestArgument() => Current.Kind switch
    {
        TokenKind.Name => Current.Text is not ("else" or "or" or "and" or "if" or "is" or "in" or "not"),
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        _ => Current.IsOperator("[") || Current.IsOperator("{"),
    };

    /// <summary>Long chains nest as deep as brackets do, and rendering follows them down.</summary>
    private static T Checked<T>(T expression)
        where T : Expression
        => expression.Height <= ChatTemplate.MaxNesting
            ? expression
            : throw new ChatTemplateException(expression.At, $"an expression of at most {ChatTemplate.MaxNesting} operations in a row", "a longer one");
}
