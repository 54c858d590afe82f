namespace Attune.Tokenizers;

/// <summary>How execution goes on after a statement.</summary>
internal enum Flow
{
    Next,
    Continue,
    Break,
}

/// <summary>A statement of a template, or the text between them.</summary>
internal abstract class Statement(TemplatePosition at)
{
    protected TemplatePosition At { get; } = at;

    public static Flow ExecuteAll(IReadOnlyList<Statement> body, TemplateRenderer renderer)
    {
        foreach (var statement in body)
        {
            renderer.Enter(statement.At);
            var flow = statement.Execute(renderer);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    protected abstract Flow Execute(TemplateRenderer renderer);
}

/// <summary>Text as it stands.</summary>
internal sealed class TextStatement(TemplatePosition at, string text) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        renderer.Output.Append(text);
        return Flow.Next;
    }
}

/// <summary><c>{{ value }}</c>.</summary>
internal sealed class OutputStatement(TemplatePosition at, Expression value) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        object written = value.Evaluate(renderer);
        renderer.Enter(At);
        renderer.Output.Append(PythonRepresentation.Str(renderer, written));
        return Flow.Next;
    }
}

/// <summary><c>if</c>, <c>elif</c>, <c>else</c>.</summary>
internal sealed class IfStatement(
    TemplatePosition at, IReadOnlyList<(Expression Condition, IReadOnlyList<Statement> Body)> branches, IReadOnlyList<Statement> otherwise)
    : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        foreach (var (condition, body) in branches)
        {
            if (Values.IsTrue(condition.Evaluate(renderer)))
                return ExecuteAll(body, renderer);
        }

        return ExecuteAll(otherwise, renderer);
    }
}

/// <summary><c>for target in items if filter</c>: each round in a scope of its own.</summary>
internal sealed class ForStatement(
    TemplatePosition at, AssignmentTarget target, Expression items, Expression? filter, IReadOnlyList<Statement> body,
    IReadOnlyList<Statement> otherwise)
    : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        object walked = items.Evaluate(renderer);
        renderer.Enter(At);
        object[] rounds = Values.Walk(renderer, walked);
        var outer = renderer.Scope;
        if (filter is not null)
            rounds = Select(renderer, rounds, filter);
        for (int i = 0; i < rounds.Length; i++)
        {
            renderer.Scope = new Scope(outer, new() { ["loop"] = new TemplateLoop(rounds, i) });
            renderer.Enter(At);
            target.Assign(renderer, rounds[i]);
            if (ExecuteAll(body, renderer) == Flow.Break)
                break;
        }

        renderer.Scope = outer;
        return rounds.Length == 0 ? ExecuteAll(otherwise, renderer) : Flow.Next;
    }

    private object[] Select(TemplateRenderer renderer, object[] rounds, Expression condition)
    {
        var outer = renderer.Scope;
        var kept = new List<object>();
        foreach (object item in rounds)
        {
            renderer.Scope = new Scope(outer, []);
            renderer.Enter(At);
            target.Assign(renderer, item);
            if (Values.IsTrue(condition.Evaluate(renderer)))
                kept.Add(item);
        }

        renderer.Scope = outer;
        return [.. kept];
    }
}

/// <summary><c>break</c>, <c>continue</c>.</summary>
internal sealed class JumpStatement(TemplatePosition at, Flow flow) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer) => flow;
}

/// <summary><c>set target = value</c>.</summary>
internal sealed class SetStatement(TemplatePosition at, AssignmentTarget target, Expression value) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        object assigned = value.Evaluate(renderer);
        renderer.Enter(At);
        target.Assign(renderer, assigned);
        return Flow.Next;
    }
}

/// <summary><c>set target</c> … <c>endset</c>: what the block writes, filtered.</summary>
internal sealed class SetBlockStatement(TemplatePosition at, AssignmentTarget target, Expression text, IReadOnlyList<Statement> body)
    : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        renderer.Capture(body, new Scope(renderer.Scope, []));
        object value = text.Evaluate(renderer);
        renderer.Enter(At);
        target.Assign(renderer, value);
        return Flow.Next;
    }
}

/// <summary><c>filter name</c> … <c>endfilter</c>: writes what the block writes, filtered.</summary>
internal sealed class FilterStatement(TemplatePosition at, Expression filtered, IReadOnlyList<Statement> body) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        renderer.Capture(body, new Scope(renderer.Scope, []));
        object value = filtered.Evaluate(renderer);
        renderer.Enter(At);
        renderer.Output.Append(PythonRepresentation.Str(renderer, value));
        return Flow.Next;
    }
}

/// <summary><c>generation</c> … <c>endgeneration</c> marks what the model writes: only a scope here.</summary>
internal sealed class ScopeStatement(TemplatePosition at, IReadOnlyList<Statement> body) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        var outer = renderer.Scope;
        renderer.Scope = new Scope(outer, []);
        var flow = ExecuteAll(body, renderer);
        renderer.Scope = outer;
        return flow;
    }
}
