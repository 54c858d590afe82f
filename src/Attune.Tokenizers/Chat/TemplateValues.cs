namespace Attune.Tokenizers;

// A value is one of: TemplateNone, TemplateUndefined, bool, Int128, double, string, TemplateList, TemplateMap, TemplateNamespace, TemplateLoop,
// TemplateFunction. All but a namespace are immutable.

/// <summary>Python's <c>None</c>.</summary>
internal sealed class TemplateNone
{
    public static readonly TemplateNone Value = new();
}

/// <summary>A name or element that is not there: empty as text and as list, false, equal to its like, an error when looked into.</summary>
/// <param name="description">What is not there, for errors: <c>'name', which is not defined</c>.</param>
internal sealed class TemplateUndefined(string description)
{
    public string Description { get; } = description;
}

/// <summary>What kind of Python's sequences a list stands for.</summary>
internal enum SequenceKind
{
    List,
    Tuple,

    /// <summary>The keys, values or items of a dictionary: has a length, but no elements by index.</summary>
    View,

    /// <summary>What <c>map</c> or <c>select</c> gives: can be walked, but has no length, and counts as true.</summary>
    Generator,
}

/// <summary>A sequence of values.</summary>
internal sealed class TemplateList
{
    public TemplateList(object[] items, SequenceKind kind = SequenceKind.List)
    {
        Items = items;
        Kind = kind;
        (Depth, Size) = Measure(items);
    }

    public object[] Items { get; }

    public SequenceKind Kind { get; }

    /// <summary>How many levels of lists and dictionaries this is, itself included.</summary>
    public int Depth { get; }

    /// <summary>About how many steps it takes to walk all of it: shared parts count as often as they are met.</summary>
    public int Size { get; }

    public static TemplateFault TooDeep() => new($"values that nest at most {ChatTemplate.MaxNesting} deep", "a deeper one");

    /// <summary>Depth and size of what holds <paramref name="items"/>, within the limits that keep walking it short.</summary>
    public static (int Depth, int Size) Measure(IEnumerable<object> items)
    {
        int depth = 0;
        long size = 1;
        foreach (object item in items)
        {
            int below = item switch { TemplateList list => list.Depth, TemplateMap map => map.Depth, _ => 0 };
            depth = Math.Max(depth, below);
            size += SizeOf(item);
        }

        if (depth >= ChatTemplate.MaxNesting)
            throw TooDeep();
        if (size > ChatTemplate.MaxSteps)
            throw new TemplateFault("values that can be walked within the step limit", "a larger one");
        return (depth + 1, (int)size);
    }

    public static int SizeOf(object value) => value switch
    {
        TemplateList list => list.Size,
        TemplateMap map => map.Size,
        string text => 1 + text.Length / 16,
        _ => 1,
    };
}

/// <summary>A dictionary that keeps its order.</summary>
internal sealed class TemplateMap
{
    private readonly OrderedDictionary<object, object> _values;

    /// <summary>Takes <paramref name="values"/> over: nobody changes them afterwards.</summary>
    public TemplateMap(OrderedDictionary<object, object> values)
    {
        _values = values;
        (Depth, Size) = TemplateList.Measure(values.Values);
        foreach (object key in values.Keys)
            Size += TemplateList.SizeOf(key);
    }

    public int Depth { get; }

    public int Size { get; }

    public int Count => _values.Count;

    public IReadOnlyList<object> Keys => _values.Keys;

    public IReadOnlyList<KeyValuePair<object, object>> Pairs => _values;

    public static OrderedDictionary<object, object> NewValues() => new(ValueEquality.Instance);

    public object? Find(object key) => _values.TryGetValue(key, out object? value) ? value : null;

    public TemplateMap With(object key, object value)
        => new(new OrderedDictionary<object, object>(_values, ValueEquality.Instance) { [key] = value });

    public object[] Items() => [.. _values.Select(pair => new TemplateList([pair.Key, pair.Value], SequenceKind.Tuple))];
}

/// <summary>The one value that can change: what <c>namespace(...)</c> makes, so that loops can pass results out.</summary>
internal sealed class TemplateNamespace
{
    public Dictionary<string, object> Values { get; } = [];
}

/// <summary>The variable <c>loop</c> of one round.</summary>
internal sealed class TemplateLoop(object[] items, int index)
{
    public object Get(string name) => name switch
    {
        "index" => (Int128)(index + 1),
        "index0" => (Int128)index,
        "revindex" => (Int128)(items.Length - index),
        "revindex0" => (Int128)(items.Length - index - 1),
        "first" => index == 0,
        "last" => index == items.Length - 1,
        "length" => (Int128)items.Length,
        "previtem" => index > 0 ? items[index - 1] : new TemplateUndefined("'loop.previtem' in the first round"),
        "nextitem" => index + 1 < items.Length ? items[index + 1] : new TemplateUndefined("'loop.nextitem' in the last round"),
        _ => new TemplateUndefined($"'loop.{name}', which is not defined"),
    };
}

/// <summary>Anything that can be called: a global function, a method with its receiver, or a macro.</summary>
internal sealed class TemplateFunction(string name, Func<TemplateRenderer, Arguments, object> body)
{
    public string Name { get; } = name;

    public object Call(TemplateRenderer renderer, Arguments arguments) => body(renderer, arguments);
}

/// <summary>Python's equality, for the keys of dictionaries.</summary>
internal sealed class ValueEquality : IEqualityComparer<object>
{
    public static readonly ValueEquality Instance = new();

    public static bool CanBeKey(object value) => value switch
    {
        TemplateList list => list.Kind == SequenceKind.Tuple && list.Items.All(CanBeKey),
        TemplateMap => false,
        _ => true,
    };

    public new bool Equals(object? x, object? y) => Comparisons.AreEqual(x!, y!);

    public int GetHashCode(object value) => value switch
    {
        string text => text.GetHashCode(),
        bool flag => ((Int128)(flag ? 1 : 0)).GetHashCode(),
        double number when double.IsInteger(number) && Math.Abs(number) < 1e38 => ((Int128)number).GetHashCode(),
        TemplateList { Kind: SequenceKind.Tuple } tuple => tuple.Items.Aggregate(17, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        TemplateList or TemplateMap => throw new TemplateFault("a key that cannot change", "a " + Values.TypeName(value)),
        TemplateUndefined => 0,
        _ => value.GetHashCode(),
    };
}
