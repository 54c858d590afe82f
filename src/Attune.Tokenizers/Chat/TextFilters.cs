namespace Attune.Tokenizers;

/// <summary>The filters that make texts.</summary>
internal static class TextFilters
{
    public static void AddTo(FunctionTable table) => table
        .Add("trim", (renderer, value, args) => PythonText.Strip(Text(renderer, value), args.TextOrNull(0)), 0, ["chars"])
        .Add("string", (renderer, value, _) => Text(renderer, value))
        // Nothing is escaped here, so that nothing needs to be marked as safe.
        .Add("safe", (renderer, value, _) => Text(renderer, value))
        .Add("upper", (renderer, value, _) => Text(renderer, value).ToUpperInvariant())
        .Add("lower", (renderer, value, _) => Text(renderer, value).ToLowerInvariant())
        .Add("title", (renderer, value, _) => PythonText.TitleFilter(Text(renderer, value)))
        .Add("capitalize", (renderer, value, _) => PythonText.Capitalize(Text(renderer, value)))
        .Add("replace", (renderer, value, args) => Replace(
            renderer, Text(renderer, value), Text(renderer, args[0]), Text(renderer, args[1]), args.Integer(2, -1)), 2, ["old", "new", "count"])
        .Add("indent", Indent, 0, ["width", "first", "blank"])
        .Add("join", Join, 0, ["d", "attribute"]);

    /// <summary>Another text in place of each part; no more than <paramref name="limit"/> of them unless negative.</summary>
    public static string Replace(TemplateRenderer renderer, string text, string old, string with, int limit)
    {
        var result = new TextBuilder(renderer);
        renderer.Step(Values.SearchCost(text, old));
        int start = 0;
        for (int at = 0; limit != 0; limit--)
        {
            // An empty part is found before each character, and at the end.
            at = old.Length == 0 && at > text.Length ? -1 : text.IndexOf(old, at, StringComparison.Ordinal);
            if (at < 0)
                break;
            result.Append(text.AsSpan(start, at - start)).Append(with);
            start = at + old.Length;
            at = old.Length > 0 ? start : at < text.Length ? PythonText.Offset(text, 1, at) : at + 1;
        }

        return result.Append(text.AsSpan(start)).ToString();
    }

    private static string Text(TemplateRenderer renderer, object value) => PythonRepresentation.Str(renderer, value);

    private static string Indent(TemplateRenderer renderer, object value, Arguments args)
    {
        int width = args[0] is string ? 0 : Math.Max(0, args.Integer(0, 4));
        var result = new TextBuilder(renderer);
        // A line break at the end counts as one more line, an empty one.
        var lines = PythonText.Lines(Text(renderer, value) + "\n");
        for (int i = 0; i < lines.Count; i++)
        {
            if (i > 0)
                result.Append("\n");
            if (i > 0 ? lines[i].Length > 0 || args.Flag(2) : args.Flag(1))
                result.Append(args[0] as string ?? "").Repeat(' ', width);
            result.Append(lines[i]);
        }

        return result.ToString();
    }

    private static string Join(TemplateRenderer renderer, object value, Arguments args)
    {
        string separator = args.Has(0) ? Text(renderer, args[0]) : "";
        var result = new TextBuilder(renderer);
        object[] items = Values.Walk(renderer, value);
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0)
                result.Append(separator);
            result.Append(Text(renderer, args.Has(1) ? SequenceFilters.Attribute(renderer, items[i], args[1]) : items[i]));
        }

        return result.ToString();
    }
}
