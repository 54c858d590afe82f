using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>The state of one rendering: variables, output, place, and the steps taken.</summary>
internal sealed class TemplateRenderer
{
    private const int StepsPerCheck = 1024;

    private readonly CancellationToken _cancellation;
    private TemplatePosition _at = new(1, 1);
    private long _steps;
    private long _nextCheck = StepsPerCheck;
    private int _calls;

    private TemplateRenderer(Dictionary<string, object> variables, DateTime? now, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        Now = now;
        Scope = new Scope(new Scope(null, variables), []);
        Output = new TextBuilder(this);
    }

    public Scope Scope { get; set; }

    public TextBuilder Output { get; private set; }

    /// <summary>The text the innermost block captured last.</summary>
    public string Captured { get; private set; } = "";

    public DateTime? Now { get; }

    public static string Render(
        IReadOnlyList<Statement> body, Dictionary<string, object> variables, DateTime? now, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var renderer = new TemplateRenderer(variables, now, cancellation);
        try
        {
            Statement.ExecuteAll(body, renderer);
            return renderer.Output.ToString();
        }
        catch (TemplateFault fault)
        {
            throw new ChatTemplateException(renderer._at, fault.Expected, fault.Found);
        }
        catch (TemplateRaised raised)
        {
            throw new ChatTemplateException(renderer._at, raised.Message);
        }
    }

    /// <summary>Begins an operation at a place, where its faults are, and counts its steps.</summary>
    public void Enter(TemplatePosition at, long steps = 1)
    {
        _at = at;
        Step(steps);
    }

    /// <summary>Counts steps, and stops at the limit.</summary>
    public void Step(long count)
    {
        _steps += count;
        if (_steps > ChatTemplate.MaxSteps)
            throw new TemplateFault($"a template that ends within {ChatTemplate.MaxSteps} steps", "one that goes on");
        if (_steps < _nextCheck)
            return;
        _nextCheck = _steps + StepsPerCheck;
        _cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Counts the steps of making a text, before it is made.</summary>
    public void StepText(long length)
    {
        if (length > ChatTemplate.MaxLength)
            throw new TemplateFault($"a text of at most {ChatTemplate.MaxLength} characters", "a longer one");
        Step(1 + length / 16);
    }

    /// <summary>Runs statements in a scope of their own, and returns what they write.</summary>
    public string Capture(IReadOnlyList<Statement> body, Scope scope)
    {
        var (outer, output) = (Scope, Output);
        (Scope, Output) = (scope, new TextBuilder(this));
        Statement.ExecuteAll(body, this);
        Captured = Output.ToString();
        (Scope, Output) = (outer, output);
        return Captured;
    }

    /// <summary>Begins a macro's call, within the limit.</summary>
    public void EnterCall()
    {
        if (++_calls > ChatTemplate.MaxCalls || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TemplateFault($"macros that call one another at most {ChatTemplate.MaxCalls} deep", "a deeper call");
    }

    /// <summary>Ends a macro's call.</summary>
    public void LeaveCall() => _calls--;
}

/// <summary>Variables, and the scope around them. What is set goes into the innermost.</summary>
internal sealed class Scope(Scope? outer, Dictionary<string, object> variables)
{
    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Variables.TryGetValue(name, out object? value))
                return value;
        }

        return null;
    }

    public void Set(string name, object value) => Variables[name] = value;

    private Scope? Outer { get; } = outer;

    private Dictionary<string, object> Variables { get; } = variables;
}
