namespace Attune.Tokenizers;

/// <summary>The filters of lists and dictionaries.</summary>
internal static class SequenceFilters
{
    public static void AddTo(FunctionTable table)
    {
        string[] order = ["case_sensitive", "attribute"];
        table
            .Add("length", (_, value, _) => (Int128)Values.Length(value)).Alias("count", "length")
            .Add("list", (renderer, value, _) => new TemplateList(Values.Walk(renderer, value)))
            .Add("first", (renderer, value, _) => Values.Walk(renderer, value) is [var first, ..] ? first : new TemplateUndefined("the first of no elements"))
            .Add("last", Last)
            .Add("items", Items)
            .Add("dictsort", DictSort, 0, ["case_sensitive", "by", "reverse"])
            .Add("sort", Sort, 0, ["reverse", "case_sensitive", "attribute"])
            .Add("unique", Unique, 0, order)
            .Add("reverse", Reverse)
            .Add("min", (renderer, value, args) => Extreme(renderer, value, args, -1), 0, order)
            .Add("max", (renderer, value, args) => Extreme(renderer, value, args, 1), 0, order)
            .Add("sum", Sum, 0, ["attribute", "start"])
            .AddVariadic("map", Map)
            .AddVariadic("select", (renderer, value, args) => Select(renderer, value, args, wanted: true, byAttribute: false))
            .AddVariadic("reject", (renderer, value, args) => Select(renderer, value, args, wanted: false, byAttribute: false))
            .AddVariadic("selectattr", (renderer, value, args) => Select(renderer, value, args, wanted: true, byAttribute: true))
            .AddVariadic("rejectattr", (renderer, value, args) => Select(renderer, value, args, wanted: false, byAttribute: true));
    }

    /// <summary>An element's attribute, named <c>a.b.0</c> for one inside another.</summary>
    public static object Attribute(TemplateRenderer renderer, object item, object path)
    {
        if (path is not string text)
            return Members.Element(renderer, item, path);
        foreach (string part in text.Split('.'))
        {
            renderer.Step(1);
            item = Members.Element(renderer, item, int.TryParse(part, out int index) ? (Int128)index : part);
        }

        return item;
    }

    private static object Last(TemplateRenderer renderer, object value, Arguments args)
    {
        if (value is TemplateList { Kind: SequenceKind.Generator })
            throw new TemplateFault("a list with an end", "a " + Values.TypeName(value));
        return Values.Walk(renderer, value) is [.., var last] ? last : new TemplateUndefined("the last of no elements");
    }

    private static TemplateList Items(TemplateRenderer renderer, object value, Arguments args) => value switch
    {
        TemplateMap map => new TemplateList(map.Items(), SequenceKind.Generator),
        TemplateUndefined => new TemplateList([], SequenceKind.Generator),
        _ => throw new TemplateFault("a dict to take the items of", Values.TypeName(value)),
    };

    private static TemplateList DictSort(TemplateRenderer renderer, object value, Arguments args)
    {
        if (value is not TemplateMap map)
            throw new TemplateFault("a dict to sort", Values.TypeName(value));
        int by = (args.Has(1) ? args.Text(1) : "key") switch
        {
            "key" => 0,
            "value" => 1,
            var other => throw new TemplateFault("'key' or 'value' as argument 'by'", $"'{other}'"),
        };
        return new TemplateList(
            Comparisons.Sort(renderer, map.Items(), item => Folded(((TemplateList)item).Items[by], args.Flag(0)), args.Flag(2)));
    }

    private static TemplateList Sort(TemplateRenderer renderer, object value, Arguments args)
        => new(Comparisons.Sort(
            renderer, Values.Walk(renderer, value), item => Folded(Key(renderer, item, args, 2), args.Flag(1)), args.Flag(0)));

    private static object Key(TemplateRenderer renderer, object item, Arguments args, int attribute)
        => args.Has(attribute) && args[attribute] is not TemplateNone ? Attribute(renderer, item, args[attribute]) : item;

    private static object Folded(object value, bool caseSensitive) => value is string text && !caseSensitive ? text.ToLowerInvariant() : value;

    private static TemplateList Unique(TemplateRenderer renderer, object value, Arguments args)
    {
        var seen = new HashSet<object>(ValueEquality.Instance);
        var kept = new List<object>();
        foreach (object item in Values.Walk(renderer, value))
        {
            object key = Folded(Key(renderer, item, args, 1), args.Flag(0));
            renderer.Step(TemplateList.SizeOf(key));
            if (seen.Add(key))
                kept.Add(item);
        }

        return new TemplateList([.. kept], SequenceKind.Generator);
    }

    private static object Reverse(TemplateRenderer renderer, object value, Arguments args)
    {
        object[] items = [.. Values.Walk(renderer, value).Reverse()];
        return value is string ? string.Concat(items.Cast<string>()) : new TemplateList(items, SequenceKind.Generator);
    }

    private static object Extreme(TemplateRenderer renderer, object value, Arguments args, int sign)
    {
        object? best = null;
        object bestKey = TemplateNone.Value;
        foreach (object item in Values.Walk(renderer, value))
        {
            object key = Folded(Key(renderer, item, args, 1), args.Flag(0));
            renderer.Step(TemplateList.SizeOf(key));
            if (best is null || Comparisons.Compare(key, bestKey) * sign > 0)
                (best, bestKey) = (item, key);
        }

        return best ?? new TemplateUndefined("the least or greatest of no elements");
    }

    private static object Sum(TemplateRenderer renderer, object value, Arguments args)
        => Values.Walk(renderer, value).Aggregate(
            args.Has(1) ? args[1] : (Int128)0, (sum, item) => Arithmetic.Apply(renderer, "+", sum, Key(renderer, item, args, 0)));

    private static object Map(TemplateRenderer renderer, object value, Arguments args)
    {
        object[] items = WalkIfTrue(renderer, value);
        if (args.Positional.Count == 0 && args.Named.ContainsKey("attribute"))
        {
            args.Bind("map", ["attribute", "default"]);
            return Generate(items.Select(item =>
            {
                object found = Attribute(renderer, item, args[0]);
                return found is TemplateUndefined && args.Has(1) ? args[1] : found;
            }));
        }

        var filter = Filters.Find(Name(args, 0, "a filter's name or 'attribute=' for 'map'"));
        return Generate(items.Select(item =>
        {
            renderer.Step(Values.Cost(item));
            return filter.Call(renderer, item, Rest(args, 1));
        }));
    }

    private static TemplateList Select(TemplateRenderer renderer, object value, Arguments args, bool wanted, bool byAttribute)
    {
        int test = byAttribute ? 1 : 0;
        if (byAttribute && args.Positional.Count == 0)
            throw new TemplateFault("an attribute's name", "no argument");
        var predicate = args.Positional.Count > test ? Predicates.Find(Name(args, test, "a test's name")) : null;
        return Generate(WalkIfTrue(renderer, value).Where(item =>
        {
            renderer.Step(item is string ? Values.Cost(item) : 1);
            object tested = byAttribute ? Attribute(renderer, item, args.Positional[0]) : item;
            object result = predicate is null ? tested : predicate.Call(renderer, tested, Rest(args, test + 1));
            return Values.IsTrue(result) == wanted;
        }));
    }

    /// <summary>As in Jinja, these filters find nothing in none, false or 0.</summary>
    private static object[] WalkIfTrue(TemplateRenderer renderer, object value) => Values.IsTrue(value) ? Values.Walk(renderer, value) : [];

    private static TemplateList Generate(IEnumerable<object> items) => new([.. items], SequenceKind.Generator);

    private static string Name(Arguments args, int index, string expected)
        => args.Positional.ElementAtOrDefault(index) as string ?? throw new TemplateFault(expected, "none");

    /// <summary>The arguments behind the first few, for the filter or test those name.</summary>
    private static Arguments Rest(Arguments args, int skipped)
    {
        var rest = new Arguments();
        rest.Positional.AddRange(args.Positional.Skip(skipped));
        foreach (var (name, value) in args.Named)
            rest.Named.Add(name, value);
        return rest;
    }
}
