namespace Attune.Cli.Bench;

/// <summary>One measured line: what was measured, then the figures. The names are the JSON fields and the table's heads.</summary>
internal sealed class BenchRow(string bench)
{
    private readonly List<(string Name, object Value)> _fields = [("bench", bench)];

    public IReadOnlyList<(string Name, object Value)> Fields => _fields;

    /// <summary>Adds a field: text, a whole number, true or false, or a double (printed with four significant digits).</summary>
    public BenchRow With(string name, object value)
    {
        _fields.Add((name, value));
        return this;
    }

    /// <summary>Adds rate, limit and fraction; <paramref name="unit"/> is <c>gflops</c> or <c>gbps</c>.</summary>
    public BenchRow With(string unit, Sample sample) =>
        With(unit, sample.Rate).With("peak_" + unit, sample.Limit).With("of_peak", sample.Fraction);
}
