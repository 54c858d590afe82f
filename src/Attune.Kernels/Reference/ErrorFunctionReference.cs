namespace Attune.Kernels;

/// <summary>The error function in double precision, from its series and its continued fraction. DLMF chapter 7.</summary>
public static class ErrorFunctionReference
{
    /// <summary>erf x, by the Maclaurin series (DLMF 7.6.2) for small x, else through <see cref="Erfc"/>.</summary>
    public static double Erf(double x) =>
        double.IsNaN(x) ? x
        : Math.Abs(x) < 2 ? Series(x)
        : Math.CopySign(1 - Erfc(Math.Abs(x)), x);

    /// <summary>1 - erf x without cancellation: for x from 2 on by the continued fraction (DLMF 7.9.1).</summary>
    public static double Erfc(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x < 2)
            return x < -2 ? 2 - Erfc(-x) : 1 - Series(x);
        if (x > 30)
            return 0;
        double fraction = x;
        for (int n = 120; n > 0; n--)
            fraction = x + (n / 2.0 / fraction);
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }

    private static double Series(double x)
    {
        // 2 / sqrt(pi) e^(-x^2) sum of 2^n x^(2n + 1) / (1 3 5 ... (2n + 1)): all terms of one sign.
        double sum = 0;
        double term = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
