namespace Attune.Tokenizers;

/// <summary>The methods of texts and dictionaries. Nothing here changes a value.</summary>
internal static class Methods
{
    private static readonly FunctionTable s_ofTexts = OfTexts();
    private static readonly FunctionTable s_ofMaps = new FunctionTable("method")
        .Add("items", (_, map, _) => new TemplateList(((TemplateMap)map).Items(), SequenceKind.View))
        .Add("keys", (_, map, _) => new TemplateList([.. ((TemplateMap)map).Keys], SequenceKind.View))
        .Add("values", (_, map, _) => new TemplateList([.. ((TemplateMap)map).Pairs.Select(pair => pair.Value)], SequenceKind.View))
        .Add("get", Get, 1, ["key", "default"])
        .Add("copy", (_, map, _) => map);

    private static readonly FunctionTable s_ofLists = new FunctionTable("method")
        .Add("count", (renderer, list, args) => CountIn(renderer, (TemplateList)list, args[0]), 1, ["value"])
        .Add("index", (renderer, list, args) => IndexIn(renderer, (TemplateList)list, args[0]), 1, ["value"])
        .Add("copy", (_, list, _) => list);

    private static readonly string[] s_changing = ["append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear"];

    /// <summary>The method of a value, bound to it, or null.</summary>
    public static TemplateFunction? Find(object holder, string name)
    {
        var table = holder switch { string => s_ofTexts, TemplateMap => s_ofMaps, _ => s_ofLists };
        if (table.TryFind(name) is not { } method)
        {
            return holder is TemplateList && s_changing.Contains(name)
                ? throw new TemplateFault("a list left as it is (use + to make a longer one)", $"'{name}', which changes it")
                : null;
        }

        return new TemplateFunction(name, (renderer, arguments) =>
        {
            renderer.Step(name == "get" ? 1 : Values.Cost(holder));
            return method.Call(renderer, holder, arguments);
        });
    }

    private static FunctionTable OfTexts()
    {
        string[] edges = ["prefix", "start", "end"];
        string[] splits = ["sep", "maxsplit"];
        return new FunctionTable("method")
            .Add("strip", (_, text, args) => PythonText.Strip((string)text, args.TextOrNull(0)), 0, ["chars"])
            .Add("lstrip", (_, text, args) => PythonText.Strip((string)text, args.TextOrNull(0), end: false), 0, ["chars"])
            .Add("rstrip", (_, text, args) => PythonText.Strip((string)text, args.TextOrNull(0), start: false), 0, ["chars"])
            .Add("split", (renderer, text, args) => Split(renderer, text, args, PythonText.Split), 0, splits)
            .Add("rsplit", (renderer, text, args) => Split(renderer, text, args, PythonText.SplitFromEnd), 0, splits)
            .Add("splitlines", (renderer, text, args) => Lines(renderer, (string)text, args.Flag(0)), 0, ["keepends"])
            .Add("startswith", (renderer, text, args) => HasEdge(renderer, (string)text, args, (t, edge) => t.StartsWith(edge, StringComparison.Ordinal)), 1, edges)
            .Add("endswith", (renderer, text, args) => HasEdge(renderer, (string)text, args, (t, edge) => t.EndsWith(edge, StringComparison.Ordinal)), 1, edges)
            .Add("removeprefix", (_, text, args) => ((string)text).StartsWith(args.Text(0), StringComparison.Ordinal)
                ? ((string)text)[args.Text(0).Length..] : text, 1, ["prefix"])
            .Add("removesuffix", (_, text, args) => ((string)text).EndsWith(args.Text(0), StringComparison.Ordinal)
                ? ((string)text)[..^args.Text(0).Length] : text, 1, ["suffix"])
            .Add("replace", (renderer, text, args)
                => TextFilters.Replace(renderer, (string)text, args.Text(0), args.Text(1), args.Integer(2, -1)), 2, ["old", "new", "count"])
            .Add("upper", (_, text, _) => ((string)text).ToUpperInvariant())
            .Add("lower", (_, text, _) => ((string)text).ToLowerInvariant())
            .Add("title", (_, text, _) => PythonText.Title((string)text))
            .Add("capitalize", (_, text, _) => PythonText.Capitalize((string)text))
            .Add("join", (renderer, text, args) => Join(renderer, (string)text, args[0]), 1, ["iterable"])
            .Add("find", (renderer, text, args)
                => Search(renderer, text, args, (t, part) => PythonText.CodePointIndex(t, t.IndexOf(part, StringComparison.Ordinal))), 1, ["sub"])
            .Add("rfind", (renderer, text, args)
                => Search(renderer, text, args, (t, part) => PythonText.CodePointIndex(t, t.LastIndexOf(part, StringComparison.Ordinal))), 1, ["sub"])
            .Add("count", (renderer, text, args) => Search(renderer, text, args, Count), 1, ["sub"])
            .Add("isdigit", (_, text, _) => text is not "" && ((string)text).All(char.IsDigit))
            .Add("isalpha", (_, text, _) => text is not "" && ((string)text).All(char.IsLetter))
            .Add("isalnum", (_, text, _) => text is not "" && ((string)text).All(char.IsLetterOrDigit))
            .Add("isspace", (_, text, _) => text is not "" && ((string)text).All(PythonText.IsSpace))
            .Add("isupper", (_, text, _) => ((string)text).Any(char.IsUpper) && !((string)text).Any(char.IsLower))
            .Add("islower", (_, text, _) => ((string)text).Any(char.IsLower) && !((string)text).Any(char.IsUpper));
    }

    private static object Get(TemplateRenderer renderer, object map, Arguments args)
    {
        renderer.Step(TemplateList.SizeOf(args[0]));
        return ((TemplateMap)map).Find(args[0]) ?? (args.Has(1) ? args[1] : TemplateNone.Value);
    }

    private static Int128 Search(TemplateRenderer renderer, object text, Arguments args, Func<string, string, Int128> search)
    {
        renderer.Step(Values.SearchCost((string)text, args.Text(0)));
        return search((string)text, args.Text(0));
    }

    private static TemplateList Split(TemplateRenderer renderer, object text, Arguments args, Func<string, string?, int, List<object>> split)
    {
        string? separator = args.TextOrNull(0);
        if (separator is "")
            throw new TemplateFault("a separator", "an empty text");
        renderer.Step(Values.SearchCost((string)text, separator ?? ""));
        var parts = split((string)text, separator, args.Integer(1, -1));
        renderer.Step(parts.Count);
        return new TemplateList([.. parts]);
    }

    private static TemplateList Lines(TemplateRenderer renderer, string text, bool keepEnds)
    {
        var lines = PythonText.Lines(text, keepEnds);
        renderer.Step(lines.Count);
        return new TemplateList([.. lines]);
    }

    private static bool HasEdge(TemplateRenderer renderer, string text, Arguments args, Func<string, string, bool> has)
    {
        if (args.Has(1))
            throw new TemplateFault("one argument", "a place to start from (take a slice instead)");
        renderer.Step(TemplateList.SizeOf(args[0]));
        return args[0] is TemplateList { Kind: SequenceKind.Tuple } tuple
            ? tuple.Items.Any(edge => edge is string one && has(text, one))
            : has(text, args.Text(0));
    }

    private static string Join(TemplateRenderer renderer, string separator, object items)
    {
        var joined = new TextBuilder(renderer);
        object[] parts = Values.Walk(renderer, items);
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0)
                joined.Append(separator);
            joined.Append(parts[i] as string ?? throw new TemplateFault("texts to join", Values.TypeName(parts[i])));
        }

        return joined.ToString();
    }

    private static Int128 Count(string text, string part)
    {
        if (part.Length == 0)
            return (PythonText.Length(text) + 1);
        int count = 0;
        for (int at = 0; (at = text.IndexOf(part, at, StringComparison.Ordinal)) >= 0; at += part.Length)
            count++;
        return count;
    }

    private static Int128 CountIn(TemplateRenderer renderer, TemplateList list, object value)
    {
        renderer.Step(Comparisons.Cost(value, list));
        return list.Items.Count(item => Comparisons.AreEqual(item, value));
    }

    private static Int128 IndexIn(TemplateRenderer renderer, TemplateList list, object value)
    {
        renderer.Step(Comparisons.Cost(value, list));
        int index = Array.FindIndex(list.Items, item => Comparisons.AreEqual(item, value));
        return index >= 0 ? index : throw new TemplateFault("a value that is in the list", "one that is not");
    }
}
