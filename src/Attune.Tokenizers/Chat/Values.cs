namespace Attune.Tokenizers;

/// <summary>What any value is: its truth, its type's name, its elements.</summary>
internal static class Values
{
    public static bool IsTrue(object value) => value switch
    {
        bool flag => flag,
        string text => text.Length > 0,
        Int128 number => number != 0,
        double number => number != 0,
        TemplateList list => list.Kind == SequenceKind.Generator || list.Items.Length > 0,
        TemplateMap map => map.Count > 0,
        TemplateNone or TemplateUndefined => false,
        _ => true,
    };

    /// <summary>Python's name of the value's type, for errors.</summary>
    public static string TypeName(object value) => value switch
    {
        TemplateNone => "None",
        TemplateUndefined undefined => undefined.Description,
        bool => "bool",
        Int128 => "int",
        double => "float",
        string => "str",
        TemplateList { Kind: SequenceKind.List } => "list",
        TemplateList { Kind: SequenceKind.Tuple } => "tuple",
        TemplateList { Kind: SequenceKind.View } => "view of a dict",
        TemplateList => "generator (make it a list with '| list')",
        TemplateMap => "dict",
        TemplateNamespace => "namespace",
        TemplateLoop => "loop",
        _ => "function",
    };

    /// <summary>The elements to walk, or null if there are none to be had: characters of a text, keys of a dictionary.</summary>
    public static object[]? TryWalk(TemplateRenderer renderer, object value)
    {
        switch (value)
        {
            case TemplateList list:
                return list.Items;
            case TemplateMap map:
                renderer.Step(map.Count);
                return [.. map.Keys];
            case string text:
                renderer.Step(text.Length);
                return PythonText.Characters(text);
            case TemplateUndefined:
                return [];
            default:
                return null;
        }
    }

    /// <summary>The elements to walk.</summary>
    public static object[] Walk(TemplateRenderer renderer, object value)
        => TryWalk(renderer, value) ?? throw new TemplateFault("a list, a dict or a text to walk through", TypeName(value));

    /// <summary>The steps of one look at a value that goes over a text, or over a list without looking into its elements.</summary>
    public static long Cost(object value) => value switch
    {
        string text => 1 + text.Length / 16,
        TemplateList list => 1 + list.Items.Length,
        TemplateMap map => 1 + map.Count,
        _ => 1,
    };

    /// <summary>
    /// The steps of looking for a part in a text. A long part that almost occurs everywhere is compared almost whole at every place.
    /// </summary>
    public static long SearchCost(string text, string part) => (1 + text.Length / 16L) * (1 + part.Length / 256L);

    /// <summary>A bool counts as 0 or 1 where a number is asked for, as in Python.</summary>
    public static object Unwrap(object value) => value is bool flag ? (Int128)(flag ? 1 : 0) : value;

    public static long Length(object value) => value switch
    {
        string text => PythonText.Length(text),
        TemplateList { Kind: not SequenceKind.Generator } list => list.Items.Length,
        TemplateMap map => map.Count,
        TemplateUndefined => 0,
        _ => throw new TemplateFault("a list, a dict or a text with a length", TypeName(value)),
    };
}
