namespace Attune.Tokenizers;

/// <summary>Statements with parameters: sees the variables around it, as they are when it is called.</summary>
internal sealed class Macro(string name, IReadOnlyList<(string Name, Expression? Default)> parameters, IReadOnlyList<Statement> body)
{
    private readonly string[] _names = [.. parameters.Select(parameter => parameter.Name)];

    public string Name => name;

    /// <summary>The macro as a function, in the scope it stands in.</summary>
    public TemplateFunction In(Scope around) => new(name, (renderer, arguments) => Call(renderer, around, arguments));

    private string Call(TemplateRenderer renderer, Scope around, Arguments arguments)
    {
        renderer.EnterCall();
        arguments.Bind(name, _names);
        var caller = renderer.Scope;
        var scope = new Scope(around, []);
        renderer.Scope = scope;
        if (arguments.Caller is not null)
            scope.Set("caller", arguments.Caller);
        for (int i = 0; i < _names.Length; i++)
        {
            var otherwise = parameters[i].Default;
            scope.Set(_names[i], arguments.Has(i) || otherwise is null ? arguments[i] : otherwise.Evaluate(renderer));
        }

        string text = renderer.Capture(body, scope);
        renderer.Scope = caller;
        renderer.LeaveCall();
        return text;
    }
}

/// <summary><c>macro name(parameters)</c> … <c>endmacro</c>.</summary>
internal sealed class MacroStatement(TemplatePosition at, Macro macro) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        renderer.Scope.Set(macro.Name, macro.In(renderer.Scope));
        return Flow.Next;
    }
}

/// <summary><c>call(parameters) macro(…)</c> … <c>endcall</c>: writes what the macro makes, which runs the block as <c>caller(…)</c>.</summary>
internal sealed class CallStatement(TemplatePosition at, CallExpression call, Macro block) : Statement(at)
{
    protected override Flow Execute(TemplateRenderer renderer)
    {
        object value = call.Call(renderer, block.In(renderer.Scope));
        renderer.Enter(At);
        renderer.Output.Append(PythonRepresentation.Str(renderer, value));
        return Flow.Next;
    }
}
