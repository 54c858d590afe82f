namespace Attune.Training;

/// <summary>
/// Colours between colours in steps that look equally large: straight lines through Oklab, along which lightness changes evenly.
/// Björn Ottosson, «A perceptual color space for image processing» (2020).
/// </summary>
internal static class ColourRamp
{
    /// <summary>Colours as <c>#rrggbb</c>, the first and the last stop among them.</summary>
    /// <param name="count">At least 2.</param>
    /// <param name="stops">0xrrggbb, at least 2, each lighter than the one before it or each darker.</param>
    public static string[] Between(int count, params ReadOnlySpan<int> stops)
    {
        var points = new (double L, double A, double B)[stops.Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = Oklab(stops[i]);
        var colours = new string[count];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            double share = i / (count - 1.0);
            double lightness = points[0].L + (share * (points[^1].L - points[0].L));
            while (at < points.Length - 2 && (lightness - points[at + 1].L) * (points[^1].L - points[0].L) > 0)
                at++;
            var (from, to) = (points[at], points[at + 1]);
            double along = (lightness - from.L) / (to.L - from.L);
            colours[i] = Hexadecimal(lightness, from.A + (along * (to.A - from.A)), from.B + (along * (to.B - from.B)));
        }

        return colours;
    }

    /// <summary>How light a colour <c>#rrggbb</c> looks: 0 for black, 1 for white.</summary>
    public static double LightnessOf(string colour) => Oklab(Convert.ToInt32(colour[1..], 16)).L;

    private static (double L, double A, double B) Oklab(int colour)
    {
        var (red, green, blue) = (Linear(colour >> 16), Linear((colour >> 8) & 255), Linear(colour & 255));
        double l = Math.Cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
        double m = Math.Cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
        double s = Math.Cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
        return (
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    private static string Hexadecimal(double lightness, double a, double b)
    {
        double l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        double m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        double s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        int red = Gamma((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s));
        int green = Gamma((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s));
        int blue = Gamma((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
        return $"#{red:x2}{green:x2}{blue:x2}";
    }

    private static double Cube(double value) => value * value * value;

    // sRGB, IEC 61966-2-1.
    private static double Linear(int value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow(((value / 255.0) + 0.055) / 1.055, 2.4);

    private static int Gamma(double value)
    {
        double share = value <= 0.0031308 ? value * 12.92 : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;
        return (int)Math.Round(255 * Math.Clamp(share, 0, 1));
    }
}
