using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>Times as C's <c>strftime</c> writes them in the C locale.</summary>
internal static class StrfTime
{
    public static string Format(TemplateRenderer renderer, string format, DateTime time)
    {
        var text = new TextBuilder(renderer);
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format.AsSpan(i, 1));
                continue;
            }

            bool unpadded = format[i + 1] == '-' && i + 2 < format.Length;
            i += unpadded ? 2 : 1;
            string part = Part(format[i], time);
            text.Append(unpadded && part.Length > 1 ? part.TrimStart('0') is "" ? "0" : part.TrimStart('0') : part);
        }

        return text.ToString();
    }

    private static string Part(char code, DateTime time) => code switch
    {
        '%' => "%",
        'n' => "\n",
        't' => "\t",
        'e' => $"{time.Day,2}",
        'j' => $"{time.DayOfYear:000}",
        'w' => $"{(int)time.DayOfWeek}",
        'u' => $"{((int)time.DayOfWeek + 6) % 7 + 1}",
        'h' => Part('b', time),
        'F' => Part('Y', time) + "-" + Part('m', time) + "-" + Part('d', time),
        'T' => Part('H', time) + ":" + Part('M', time) + ":" + Part('S', time),
        'R' => Part('H', time) + ":" + Part('M', time),
        'D' or 'x' => Part('m', time) + "/" + Part('d', time) + "/" + Part('y', time),
        'X' => Part('T', time),
        'c' => $"{Part('a', time)} {Part('b', time)} {Part('e', time)} {Part('T', time)} {Part('Y', time)}",
        _ => time.ToString(code switch
        {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "MM",
            'd' => "dd",
            'B' => "MMMM",
            'b' => "MMM",
            'A' => "dddd",
            'a' => "ddd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'f' => "ffffff",
            _ => throw new TemplateFault("a format of strftime", $"'%{code}'"),
        }, CultureInfo.InvariantCulture),
    };
}
