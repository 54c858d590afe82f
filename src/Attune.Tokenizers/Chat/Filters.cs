namespace Attune.Tokenizers;

/// <summary>The filters: what can stand behind <c>|</c>.</summary>
internal static class Filters
{
    private static readonly FunctionTable s_filters = Build();

    public static Function? TryFind(string name) => s_filters.TryFind(name);

    public static Function Find(TemplatePosition at, string name) => s_filters.Find(at, name);

    public static Function Find(string name) => s_filters.Find(name);

    private static FunctionTable Build()
    {
        var table = new FunctionTable("filter");
        TextFilters.AddTo(table);
        SequenceFilters.AddTo(table);
        NumberFilters.AddTo(table);
        return table
            .Add("default", Default, 0, ["default_value", "boolean"]).Alias("d", "default")
            .Add("tojson", ToJson, 0, ["ensure_ascii", "indent", "separators", "sort_keys"]);
    }

    private static object Default(TemplateRenderer renderer, object value, Arguments args)
    {
        bool missing = value is TemplateUndefined || (args.Flag(1) && !Values.IsTrue(value));
        return !missing ? value : args.Has(0) ? args[0] : "";
    }

    private static string ToJson(TemplateRenderer renderer, object value, Arguments args)
    {
        string? indent = !args.Has(1) || args[1] is TemplateNone ? null : args[1] as string ?? Blanks(renderer, args.Integer(1));
        (string Item, string Key) separators = (indent is null ? ", " : ",", ": ");
        if (args.Has(2) && args[2] is not TemplateNone)
        {
            separators = args[2] is TemplateList { Items: [string item, string key] }
                ? (item, key)
                : throw new TemplateFault("two texts as argument 'separators'", Values.TypeName(args[2]));
        }

        var text = new TextBuilder(renderer);
        new TemplateJson(renderer, text, args.Flag(0), indent, separators, args.Flag(3)).Write(value);
        return text.ToString();
    }

    private static string Blanks(TemplateRenderer renderer, int count) => new TextBuilder(renderer).Repeat(' ', Math.Max(0, count)).ToString();
}
