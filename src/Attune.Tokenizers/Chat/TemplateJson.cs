using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>Values as JSON, as Python's <c>json.dumps</c> writes them: what chat templates' <c>tojson</c> means. Not HTML-safe.</summary>
/// <param name="ascii">Whether every other character is escaped.</param>
/// <param name="indent">What a level is indented by; null for one line.</param>
/// <param name="separators">Between items, and between key and value.</param>
/// <param name="sorted">Whether the keys are sorted.</param>
internal sealed class TemplateJson(TemplateRenderer renderer, TextBuilder text, bool ascii, string? indent, (string Item, string Key) separators, bool sorted)
{
    public void Write(object value, int level = 0)
    {
        switch (value)
        {
            case TemplateNone:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case Int128 number:
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                text.Append(Real(number));
                break;
            case string part:
                WriteText(part);
                break;
            case TemplateList { Kind: SequenceKind.List or SequenceKind.Tuple } list:
                WriteAll('[', list.Items, ']', level, item => Write(item, level + 1));
                break;
            case TemplateMap map:
                KeyValuePair<object, object>[] pairs = sorted
                    ? Comparisons.Sort(renderer, map.Pairs, pair => pair.Key, false)
                    : [.. map.Pairs];
                WriteAll('{', pairs, '}', level, pair =>
                {
                    WriteText(Key(pair.Key));
                    text.Append(separators.Key);
                    Write(pair.Value, level + 1);
                });
                break;
            default:
                throw new TemplateFault("a value that JSON can hold", "a " + Values.TypeName(value));
        }
    }

    private void WriteAll<T>(char open, T[] items, char close, int level, Action<T> write)
    {
        text.Append([open]);
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0)
                text.Append(separators.Item);
            Break(level + 1);
            write(items[i]);
        }

        if (items.Length > 0)
            Break(level);
        text.Append([close]);
    }

    private void Break(int level)
    {
        if (indent is null)
            return;
        text.Append("\n");
        for (int i = 0; i < level; i++)
            text.Append(indent);
    }

    private static string Real(double value)
        => double.IsFinite(value) ? PythonRepresentation.Real(value) : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static string Key(object key) => key switch
    {
        string text => text,
        TemplateNone => "null",
        bool flag => flag ? "true" : "false",
        Int128 number => number.ToString(CultureInfo.InvariantCulture),
        double number => Real(number),
        _ => throw new TemplateFault("a key that JSON can hold", "a " + Values.TypeName(key)),
    };

    private void WriteText(string value)
    {
        text.Append("\"");
        int start = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char character = value[i];
            if (character is not ('"' or '\\' or < ' ') && !(ascii && character > '~'))
                continue;
            text.Append(value.AsSpan(start, i - start)).Append(Escape(character));
            start = i + 1;
        }

        text.Append(value.AsSpan(start)).Append("\"");
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        _ => $"\\u{(int)character:x4}",
    };
}
