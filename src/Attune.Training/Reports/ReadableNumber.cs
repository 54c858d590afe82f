using System.Globalization;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Numbers as people read them; the same whatever the culture.</summary>
internal static class ReadableNumber
{
    /// <summary>Four significant digits: 4.232, 1,235, 3e-4; "NaN" and "infinite" where it is not finite.</summary>
    public static string Of(double value) => Math.Abs(value) switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => value > 0 ? "infinite" : "minus infinite",
        0 => "0",
        >= 1000 => Text(value, "n0"),
        < 0.001 => Text(value, "0.##e-0"),
        _ => Text(value, "G4"),
    };

    /// <summary>With so many decimals, as C and Python write it: of two that are as near the even one.</summary>
    public static string Fixed(double value, int decimals) =>
        Text(NumberFilters.RoundHalfEven(value, decimals), "F" + decimals);

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Count(long value) => value.ToString("n0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits and k, M, G or T: 12.3k.</summary>
    public static string Short(double value)
    {
        double size = Math.Abs(value);
        return size switch
        {
            >= 1e15 => Text(value, "0.##e0"),
            >= 1e12 => Text(value / 1e12, "G3") + "T",
            >= 1e9 => Text(value / 1e9, "G3") + "G",
            >= 1e6 => Text(value / 1e6, "G3") + "M",
            >= 1e4 => Text(value / 1e3, "G3") + "k",
            >= 1e3 => Text(value, "n0"),
            _ => Of(value),
        };
    }

    public static string Percent(double share) => Text(share * 100, "0.#") + " %";

    /// <summary>3.2 s, 4 min 12 s, 2 h 5 min.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 60 => Text(seconds, "0.#") + " s",
        < 3600 => $"{Text(Math.Floor(seconds / 60), "0")} min {Text(Math.Floor(seconds % 60), "0")} s",
        _ => $"{Text(Math.Floor(seconds / 3600), "n0")} h {Text(Math.Floor(seconds % 3600 / 60), "0")} min",
    };

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => Text(bytes / (double)(1L << 30), "0.0") + " GiB",
        >= 1L << 20 => Text(bytes / (double)(1L << 20), "0") + " MiB",
        _ => Text(bytes / (double)(1L << 10), "0") + " KiB",
    };

    public static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
