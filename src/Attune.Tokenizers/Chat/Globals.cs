namespace Attune.Tokenizers;

/// <summary>The functions every template has.</summary>
internal static class Globals
{
    /// <summary>The most elements of a range, as in Jinja's sandbox.</summary>
    private const int MaxRange = 100_000;

    private static readonly Dictionary<string, TemplateFunction> s_functions = new TemplateFunction[]
    {
        new("range", Range),
        new("namespace", Namespace),
        new("dict", (_, args) => new TemplateMap(FromNamed(args, "dict"))),
        new("raise_exception", Raise),
        new("strftime_now", (renderer, args)
            => StrfTime.Format(renderer, args.Bind("strftime_now", ["format"], 1).Text(0), renderer.Now ?? DateTime.Now)),
    }.ToDictionary(function => function.Name);

    public static IEnumerable<string> Names => s_functions.Keys;

    public static object? Find(string name) => s_functions.GetValueOrDefault(name);

    private static TemplateList Range(TemplateRenderer renderer, Arguments args)
    {
        bool alone = args.Positional.Count == 1;
        args.Bind("range", alone ? ["stop"] : ["start", "stop", "step"], alone ? 1 : 2);
        Int128 start = alone ? 0 : Integer(args, 0);
        var stop = Integer(args, alone ? 0 : 1);
        var step = !alone && args.Has(2) ? Integer(args, 2) : 1;
        if (step == 0)
            throw new TemplateFault("a step other than 0", "0");
        var distance = step > 0 ? stop - start : start - stop;
        var count = distance <= 0 ? 0 : (distance - 1) / Int128.Abs(step) + 1;
        if (count > MaxRange)
            throw new TemplateFault($"a range of at most {MaxRange} elements", $"one of {count}");
        renderer.Step((long)count);
        object[] items = new object[(int)count];
        for (int i = 0; i < items.Length; i++)
            items[i] = start + i * step;
        return new TemplateList(items);
    }

    // Within 64 bits, so that differences fit 128.
    private static Int128 Integer(Arguments args, int index) => Values.Unwrap(args[index]) is Int128 number
        ? Int128.Clamp(number, long.MinValue, long.MaxValue)
        : throw new TemplateFault("integers for 'range'", Values.TypeName(args[index]));

    private static TemplateNamespace Namespace(TemplateRenderer renderer, Arguments args)
    {
        var space = new TemplateNamespace();
        foreach (var (key, value) in FromNamed(args, "namespace"))
            space.Values[key as string ?? throw new TemplateFault("texts as names", Values.TypeName(key))] = value;
        return space;
    }

    private static OrderedDictionary<object, object> FromNamed(Arguments args, string function)
    {
        var values = TemplateMap.NewValues();
        if (args.Positional.Count > 1 || (args.Positional is [var given] && given is not TemplateMap))
            throw new TemplateFault($"a dict, or arguments with names, for '{function}'", Values.TypeName(args.Positional[^1]));
        if (args.Positional is [TemplateMap map])
        {
            foreach (var (key, value) in map.Pairs)
                values[key] = value;
        }

        foreach (var (name, value) in args.Named)
            values[name] = value;
        return values;
    }

    private static object Raise(TemplateRenderer renderer, Arguments args)
        => throw new TemplateRaised(PythonRepresentation.Str(renderer, args.Bind("raise_exception", ["message"], 1)[0]));
}
