namespace Attune.Tokenizers;

/// <summary>How an argument is given: one value by its place or name, or all those of a list (<c>*</c>) or dictionary (<c>**</c>).</summary>
internal enum ArgumentKind
{
    Positional,
    Named,
    AllPositional,
    AllNamed,
}

/// <summary>One argument of a call.</summary>
internal sealed record Argument(ArgumentKind Kind, string Name, TemplatePosition At, Expression Value)
{
    public static Arguments Evaluate(IReadOnlyList<Argument> arguments, TemplateRenderer renderer, TemplateFunction? caller = null)
    {
        var result = new Arguments { Caller = caller };
        foreach (var argument in arguments)
        {
            object value = argument.Value.Evaluate(renderer);
            renderer.Enter(argument.At, value is string ? Values.Cost(value) : 1);
            switch (argument.Kind)
            {
                case ArgumentKind.Positional:
                    result.Positional.Add(value);
                    break;
                case ArgumentKind.AllPositional:
                    object[] items = Values.Walk(renderer, value);
                    renderer.Step(items.Length);
                    result.Positional.AddRange(items);
                    break;
                case ArgumentKind.Named:
                    AddNamed(result, argument.Name, value);
                    break;
                default:
                    var map = value as TemplateMap ?? throw new TemplateFault("a dict behind '**'", Values.TypeName(value));
                    foreach (var (name, held) in map.Pairs)
                        AddNamed(result, name as string ?? throw new TemplateFault("texts as names", Values.TypeName(name)), held);
                    break;
            }
        }

        return result;
    }

    private static void AddNamed(Arguments arguments, string name, object value)
    {
        if (!arguments.Named.TryAdd(name, value))
            throw new TemplateFault($"one argument '{name}'", "two");
    }
}

/// <summary><c>a(…)</c>.</summary>
internal sealed class CallExpression(TemplatePosition at, Expression function, IReadOnlyList<Argument> arguments)
    : Expression(at, Above(function, arguments.Select(argument => argument.Value)))
{
    public override object Evaluate(TemplateRenderer renderer) => Call(renderer, null);

    /// <summary>Calls, and hands a block over as <c>caller</c>.</summary>
    public object Call(TemplateRenderer renderer, TemplateFunction? caller)
    {
        object called = function.Evaluate(renderer);
        if (called is not TemplateFunction known)
        {
            string found = called is TemplateUndefined && function is NameExpression { Name: var name }
                ? NearestName.Describe("function", name, Globals.Names)
                : Values.TypeName(called);
            throw new ChatTemplateException(At, "a function or macro to call", found);
        }

        var values = Argument.Evaluate(arguments, renderer, caller);
        renderer.Enter(At);
        return known.Call(renderer, values);
    }
}

/// <summary><c>a | name(…)</c>.</summary>
internal sealed class FilterExpression(TemplatePosition at, Expression value, string name, IReadOnlyList<Argument> arguments)
    : Expression(at, Above(value, arguments.Select(argument => argument.Value)))
{
    private readonly Function? _filter = Filters.TryFind(name);

    public override object Evaluate(TemplateRenderer renderer)
    {
        object filtered = value.Evaluate(renderer);
        var filter = _filter ?? Filters.Find(At, name);
        var values = Argument.Evaluate(arguments, renderer);
        renderer.Enter(At, Values.Cost(filtered));
        return filter.Call(renderer, filtered, values);
    }
}

/// <summary><c>a is name …</c>.</summary>
internal sealed class TestExpression(TemplatePosition at, Expression value, string name, IReadOnlyList<Argument> arguments)
    : Expression(at, Above(value, arguments.Select(argument => argument.Value)))
{
    private readonly Function? _test = Predicates.TryFind(name);

    public override object Evaluate(TemplateRenderer renderer)
    {
        object tested = value.Evaluate(renderer);
        var test = _test ?? Predicates.Find(At, name);
        var values = Argument.Evaluate(arguments, renderer);
        renderer.Enter(At, tested is string ? Values.Cost(tested) : 1);
        return test.Call(renderer, tested, values);
    }
}
