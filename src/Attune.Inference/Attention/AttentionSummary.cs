namespace Attune.Inference;

/// <summary>
/// What a head does on average over the rows of a map: null where no row could do it. Rows that see one token only have no choice and are left out. Immutable.
/// </summary>
/// <param name="EntropyShare">Entropy as a share of that of even weights over what a row sees: 0 for one token, 1 for even weights.</param>
/// <param name="Itself">The weight of the token at the row's own place; in cross-attention, of the source token with the row's number.</param>
/// <param name="Previous">The weight of the token one place before.</param>
/// <param name="Next">The weight of the token one place behind; null in causal attention.</param>
/// <param name="First">The weight of the first token.</param>
/// <param name="Last">The weight of the last token; null in causal attention, where the last a row sees is the row's own.</param>
public sealed record AttentionSummary(double? EntropyShare, double? Itself, double? Previous, double? Next, double? First, double? Last)
{
    /// <summary>The numbers of a map.</summary>
    public static AttentionSummary Of(AttentionMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(
            Mean(map, row => EntropyShareOf(map.Row(row)[..map.Visible(row)])),
            Share(map, row => row),
            Share(map, row => row - 1),
            Share(map, row => row + 1),
            Share(map, _ => 0),
            map.Kind is AttentionKind.Decoder ? null : Share(map, _ => map.Columns - 1));
    }

    private static double? Share(AttentionMap map, Func<int, int> columnOf) => Mean(map, row =>
    {
        int column = columnOf(row);
        return column >= 0 && column < map.Visible(row) ? map.Row(row)[column] : null;
    });

    // 0 ln 0 is 0.
    private static double EntropyShareOf(ReadOnlySpan<float> weights)
    {
        double entropy = 0;
        foreach (float weight in weights)
            entropy -= weight == 0 ? 0 : weight * Math.Log(weight);
        return entropy / Math.Log(weights.Length);
    }

    private static double? Mean(AttentionMap map, Func<int, double?> value)
    {
        double[] values = [.. Enumerable.Range(0, map.Rows).Where(row => map.Visible(row) > 1).Select(value).OfType<double>()];
        return values.Length == 0 ? null : values.Average();
    }
}
