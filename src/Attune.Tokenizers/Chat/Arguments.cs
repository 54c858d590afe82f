namespace Attune.Tokenizers;

/// <summary>What a function was called with; after <see cref="Bind"/>, each parameter's value by its index.</summary>
internal sealed class Arguments
{
    private object?[] _bound = [];
    private string[] _parameters = [];

    public List<object> Positional { get; } = [];

    /// <summary>The block behind a <c>call</c> statement, which a macro runs as <c>caller()</c>.</summary>
    public TemplateFunction? Caller { get; init; }

    public Dictionary<string, object> Named { get; } = [];

    /// <summary>The value given for a parameter, or undefined.</summary>
    public object this[int index] => _bound[index] ?? new TemplateUndefined($"no argument '{_parameters[index]}'");

    /// <summary>Whether a value was given for a parameter.</summary>
    public bool Has(int index) => _bound[index] is not null;

    /// <summary>Finds each parameter's value, by place or by name.</summary>
    /// <param name="function">The function's name, for errors.</param>
    /// <param name="parameters">Its parameters' names.</param>
    /// <param name="required">How many of them need a value.</param>
    public Arguments Bind(string function, string[] parameters, int required = 0)
    {
        if (Positional.Count > parameters.Length)
            throw new TemplateFault($"at most {parameters.Length} arguments for '{function}'", $"{Positional.Count}");
        _parameters = parameters;
        _bound = new object?[parameters.Length];
        for (int i = 0; i < Positional.Count; i++)
            _bound[i] = Positional[i];
        foreach (var (name, value) in Named)
        {
            int index = Array.IndexOf(parameters, name);
            if (index < 0)
                throw new TemplateFault($"an argument of '{function}'", NearestName.Describe("argument", name, parameters));
            if (_bound[index] is not null)
                throw new TemplateFault($"one argument '{name}' for '{function}'", "two");
            _bound[index] = value;
        }

        for (int i = 0; i < required; i++)
        {
            if (_bound[i] is null)
                throw new TemplateFault($"an argument '{parameters[i]}' for '{function}'", "none");
        }

        return this;
    }

    /// <summary>A text.</summary>
    public string Text(int index) => this[index] as string ?? throw Wrong(index, "a text");

    /// <summary>A text, or null where it was left out or is none.</summary>
    public string? TextOrNull(int index) => this[index] is TemplateNone or TemplateUndefined ? null : Text(index);

    /// <summary>An integer that fits an index.</summary>
    public int Integer(int index, int otherwise = 0)
    {
        if (!Has(index) || this[index] is TemplateNone)
            return otherwise;
        return Values.Unwrap(this[index]) is Int128 number
            ? (int)Int128.Clamp(number, int.MinValue, int.MaxValue)
            : throw Wrong(index, "an integer");
    }

    /// <summary>A yes or no.</summary>
    public bool Flag(int index, bool otherwise = false) => Has(index) ? Values.IsTrue(this[index]) : otherwise;

    private TemplateFault Wrong(int index, string expected) => new($"{expected} as argument '{_parameters[index]}'", Values.TypeName(this[index]));
}

/// <summary>A filter, test or method: what it does with the value it is applied to.</summary>
/// <param name="Name">Its name in templates.</param>
/// <param name="Parameters">Its parameters' names; null where it takes any.</param>
/// <param name="Required">How many of them need a value.</param>
/// <param name="Body">From the value and the arguments to the result.</param>
internal sealed record Function(string Name, string[]? Parameters, int Required, Func<TemplateRenderer, object, Arguments, object> Body)
{
    public object Call(TemplateRenderer renderer, object value, Arguments arguments)
        => Body(renderer, value, Parameters is null ? arguments : arguments.Bind(Name, Parameters, Required));
}

/// <summary>Functions by name.</summary>
internal sealed class FunctionTable(string kind)
{
    private readonly Dictionary<string, Function> _functions = [];

    public Function? TryFind(string name) => _functions.GetValueOrDefault(name);

    public Function Find(TemplatePosition at, string name)
        => TryFind(name) ?? throw new ChatTemplateException(at, $"a known {kind}", NearestName.Describe(kind, name, _functions.Keys));

    /// <summary>The same where only the renderer knows the place.</summary>
    public Function Find(string name)
        => TryFind(name) ?? throw new TemplateFault($"a known {kind}", NearestName.Describe(kind, name, _functions.Keys));

    public FunctionTable Add(string name, Func<TemplateRenderer, object, Arguments, object> body, int required = 0, string[]? parameters = null)
    {
        _functions.Add(name, new Function(name, parameters ?? [], required, body));
        return this;
    }

    public FunctionTable AddVariadic(string name, Func<TemplateRenderer, object, Arguments, object> body)
    {
        _functions.Add(name, new Function(name, null, 0, body));
        return this;
    }

    public FunctionTable Alias(string name, string of)
    {
        _functions.Add(name, _functions[of]);
        return this;
    }
}
