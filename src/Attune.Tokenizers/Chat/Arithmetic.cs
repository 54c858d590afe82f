namespace Attune.Tokenizers;

/// <summary>Python's arithmetic: integers stay integers, division rounds down, texts and lists can be joined and repeated.</summary>
internal static class Arithmetic
{
    public static object Apply(TemplateRenderer renderer, string text, object left, object right)
    {
        if (text == "~")
            return Join(renderer, PythonRepresentation.Str(renderer, left), PythonRepresentation.Str(renderer, right));
        (object a, object b) = (Values.Unwrap(left), Values.Unwrap(right));
        try
        {
            object? result = (a, b) switch
            {
                (Int128 x, Int128 y) => OfIntegers(text, x, y),
                (Int128 or double, Int128 or double) => OfReals(text, ToDouble(a), ToDouble(b)),
                (string x, string y) when text == "+" => Join(renderer, x, y),
                (TemplateList x, TemplateList y) when text == "+" => Join(renderer, x, y),
                (string x, Int128 y) when text == "*" => Repeat(renderer, x, y),
                (Int128 x, string y) when text == "*" => Repeat(renderer, y, x),
                (TemplateList x, Int128 y) when text == "*" => Repeat(renderer, x, y),
                (Int128 x, TemplateList y) when text == "*" => Repeat(renderer, y, x),
                _ => null,
            };
            return result ?? throw new TemplateFault($"values that '{text}' can join", $"{Values.TypeName(left)} and {Values.TypeName(right)}");
        }
        catch (OverflowException)
        {
            throw new TemplateFault("integers of 128 bits", $"a larger result of '{text}'");
        }
    }

    /// <summary>A number, or its negative.</summary>
    public static object Sign(object value, bool negative) => Values.Unwrap(value) switch
    {
        // The one integer without a negative.
        Int128 number when negative && number == Int128.MinValue => throw new TemplateFault("integers of 128 bits", "a larger result of '-'"),
        Int128 number => negative ? -number : number,
        double number => negative ? -number : number,
        _ => throw new TemplateFault("a number", Values.TypeName(value)),
    };

    public static double ToDouble(object number) => number is Int128 integer ? (double)integer : (double)number;

    private static object? OfIntegers(string text, Int128 x, Int128 y)
    {
        switch (text)
        {
            case "+":
                return checked(x + y);
            case "-":
                return checked(x - y);
            case "*":
                return checked(x * y);
            case "/":
                return (double)x / (double)NotZero(y);
            case "//":
                return checked(x / NotZero(y)) - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0);
            case "%":
                var rest = y == -1 ? 0 : x % NotZero(y);
                return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
            case "**":
                return y < 0 ? Math.Pow((double)NotZero(x), (double)y) : Power(x, y);
            default:
                return null;
        }
    }

    private static double? OfReals(string text, double x, double y)
    {
        switch (text)
        {
            case "+":
                return x + y;
            case "-":
                return x - y;
            case "*":
                return x * y;
            case "/":
                return x / NotZero(y);
            case "//":
                return Math.Floor(x / NotZero(y));
            case "%":
                double rest = x % NotZero(y);
                return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
            case "**":
                return Math.Pow(x, y);
            default:
                return null;
        }
    }

    private static Int128 Power(Int128 x, Int128 y)
    {
        Int128 result = 1;
        while (true)
        {
            if (Int128.IsOddInteger(y))
                result = checked(result * x);
            y >>= 1;
            // Squaring overflows, or stays at 0 or 1, after few rounds: y has at most 127 of them.
            if (y == 0)
                return result;
            x = checked(x * x);
        }
    }

    private static Int128 NotZero(Int128 value) => value != 0 ? value : throw new TemplateFault("a divisor other than 0", "0");

    private static double NotZero(double value) => value != 0 ? value : throw new TemplateFault("a divisor other than 0", "0.0");

    private static string Join(TemplateRenderer renderer, string left, string right)
    {
        renderer.StepText((long)left.Length + right.Length);
        return left + right;
    }

    private static TemplateList? Join(TemplateRenderer renderer, TemplateList left, TemplateList right)
    {
        if (left.Kind != right.Kind || left.Kind is SequenceKind.View or SequenceKind.Generator)
            return null;
        renderer.Step(left.Items.Length + right.Items.Length);
        return new TemplateList([.. left.Items, .. right.Items], left.Kind);
    }

    private static string Repeat(TemplateRenderer renderer, string text, Int128 count)
    {
        long times = (long)Int128.Clamp(count, 0, int.MaxValue);
        renderer.StepText(text.Length * times);
        return text.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text, (int)times));
    }

    private static TemplateList? Repeat(TemplateRenderer renderer, TemplateList list, Int128 count)
    {
        if (list.Kind is SequenceKind.View or SequenceKind.Generator)
            return null;
        long times = list.Items.Length == 0 ? 0 : (long)Int128.Clamp(count, 0, int.MaxValue);
        renderer.Step(list.Items.Length * times);
        return new TemplateList([.. Enumerable.Repeat(list.Items, (int)times).SelectMany(items => items)], list.Kind);
    }
}
