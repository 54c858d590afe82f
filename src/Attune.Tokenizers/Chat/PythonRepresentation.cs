using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>Values as texts: Python's <c>str</c> and <c>repr</c>.</summary>
internal static class PythonRepresentation
{
    /// <summary>The value as <c>{{ }}</c> writes it.</summary>
    public static string Str(TemplateRenderer renderer, object value) => value switch
    {
        string text => text,
        TemplateUndefined => "",
        Int128 number => number.ToString(CultureInfo.InvariantCulture),
        double number => Real(number),
        _ => Written(renderer, value),
    };

    /// <summary>A real number in the fewest digits that give it again.</summary>
    public static string Real(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int mark = shortest.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? shortest : shortest[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string all = mantissa.Replace(".", "", StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        exponent += (point < 0 ? mantissa.Length : point) - (all.Length - digits.Length) - 1;
        digits = digits.TrimEnd('0');
        string sign = double.IsNegative(value) ? "-" : "";
        return sign + (digits.Length == 0 ? "0.0" : Positional(digits, exponent));
    }

    private static string Written(TemplateRenderer renderer, object value)
    {
        var text = new TextBuilder(renderer);
        Write(text, value);
        return text.ToString();
    }

    private static void Write(TextBuilder text, object value)
    {
        switch (value)
        {
            case TemplateNone:
                text.Append("None");
                break;
            case bool flag:
                text.Append(flag ? "True" : "False");
                break;
            case Int128 number:
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                text.Append(Real(number));
                break;
            case string part:
                WriteText(text, part);
                break;
            case TemplateUndefined:
                text.Append("Undefined");
                break;
            case TemplateList { Kind: SequenceKind.List } list:
                WriteItems(text, "[", list.Items, "]");
                break;
            case TemplateList { Kind: SequenceKind.Tuple } tuple:
                WriteItems(text, "(", tuple.Items, tuple.Items.Length == 1 ? ",)" : ")");
                break;
            case TemplateMap map:
                text.Append("{");
                string separator = "";
                foreach (var (key, held) in map.Pairs)
                {
                    text.Append(separator);
                    Write(text, key);
                    text.Append(": ");
                    Write(text, held);
                    separator = ", ";
                }

                text.Append("}");
                break;
            default:
                throw new TemplateFault("a value that can be written", "a " + Values.TypeName(value));
        }
    }

    private static void WriteItems(TextBuilder text, string open, object[] items, string close)
    {
        text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            Write(text, items[i]);
        }

        text.Append(close);
    }

    private static void WriteText(TextBuilder text, string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append([quote]);
        for (int i = 0; i < value.Length; i++)
        {
            char character = value[i];
            bool pair = i + 1 < value.Length && char.IsSurrogatePair(character, value[i + 1]);
            int codePoint = pair ? char.ConvertToUtf32(character, value[i + 1]) : character;
            if (character == quote || character == '\\')
                text.Append(['\\', character]);
            else if (PythonText.IsPrintable(codePoint))
                text.Append(value.AsSpan(i, pair ? 2 : 1));
            else
                text.Append(Escape(codePoint));
            i += pair ? 1 : 0;
        }

        text.Append([quote]);
    }

    private static string Escape(int codePoint) => codePoint switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < 0x100 => $"\\x{codePoint:x2}",
        < 0x10000 => $"\\u{codePoint:x4}",
        _ => $"\\U{codePoint:x8}",
    };

    /// <summary>Digits with a decimal point, or with an exponent below -4 and from 16 on.</summary>
    private static string Positional(string digits, int exponent)
    {
        if (exponent is < -4 or >= 16)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        return exponent + 1 >= digits.Length
            ? digits.PadRight(exponent + 1, '0') + ".0"
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }
}
