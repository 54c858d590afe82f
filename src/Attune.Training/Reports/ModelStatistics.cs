namespace Attune.Training;

/// <summary>What a look into the model over one batch showed.</summary>
public sealed record ModelStatistics
{
    /// <summary>
    /// By layer, then head: the mean over queries of the entropy of the attention weights, as a share of the most it could be there (the
    /// logarithm of the number of keys the query sees; queries that see one key are left out). 1 is uniform. Layers without attention are empty.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double>> AttentionEntropyShare { get; init; } = [];

    /// <summary>By layer: the share of feed-forward units that are active at no token of the batch, 0 to 1.</summary>
    public IReadOnlyList<double> DeadUnitShare { get; init; } = [];
}
