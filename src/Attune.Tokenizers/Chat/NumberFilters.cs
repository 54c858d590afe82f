using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>The filters that make numbers.</summary>
internal static class NumberFilters
{
    public static void AddTo(FunctionTable table) => table
        .Add("int", (_, value, args) => ToInteger(value) ?? (args.Has(0) ? args[0] : (Int128)0), 0, ["default"])
        .Add("float", (_, value, args) => ToReal(value) ?? (args.Has(0) ? args[0] : 0.0), 0, ["default"])
        .Add("abs", (_, value, _) => Arithmetic.Sign(value, negative: Comparisons.Compare(Number(value), (Int128)0) < 0))
        .Add("round", Round, 0, ["precision", "method"]);

    private static object? ToInteger(object value) => Values.Unwrap(value) switch
    {
        Int128 number => number,
        double number when Math.Abs(number) < 1e38 => (Int128)number,
        string text when Int128.TryParse(
            Digits(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        string text when ToReal(text) is double number && Math.Abs(number) < 1e38 => (Int128)number,
        _ => null,
    };

    private static object? ToReal(object value) => Values.Unwrap(value) switch
    {
        Int128 number => (double)number,
        double number => number,
        string text when double.TryParse(
            Digits(text), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };

    private static string Digits(string text) => PythonText.Strip(text, null);

    private static object Number(object value) => Values.Unwrap(value) is Int128 or double
        ? Values.Unwrap(value)
        : throw new TemplateFault("a number", Values.TypeName(value));

    private static object Round(TemplateRenderer renderer, object value, Arguments args)
    {
        object number = Number(value);
        int precision = Math.Clamp(args.Integer(0), -40, 40);
        string method = args.Has(1) ? args.Text(1) : "common";
        if (method == "common" && number is Int128 && precision >= 0)
            return number;
        double real = Arithmetic.ToDouble(number);
        double scale = Math.Pow(10, precision);
        return method switch
        {
            "common" when precision is >= 0 and <= 15 => RoundHalfEven(real, precision),
            "common" => Math.Round(real * scale, MidpointRounding.ToEven) / scale,
            "ceil" => Math.Ceiling(real * scale) / scale,
            "floor" => Math.Floor(real * scale) / scale,
            _ => throw new TemplateFault("'common', 'ceil' or 'floor' as argument 'method'", $"'{method}'"),
        };
    }

    /// <summary>To the decimals nearest to the number's exact value; to the even one of two that are as near.</summary>
    internal static double RoundHalfEven(double value, int decimals)
    {
        if (decimals == 0 || !double.IsFinite(value))
            return Math.Round(value, MidpointRounding.ToEven);
        double away = double.Parse(value.ToString("F" + decimals, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        double scale = Math.Pow(10, decimals);
        // Only halves, quarters and so on can lie exactly between two decimals, and those survive scaling.
        bool tie = Math.Abs(value) < 1e6 && Math.Abs(value * scale % 1) == 0.5 && value * 1024 % 1 == 0;
        return tie ? Math.Round(value * scale, MidpointRounding.ToEven) / scale : away;
    }
}
