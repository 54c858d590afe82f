using Attune.Inference;

namespace Attune.Training;

/// <summary>What a head does, in words for readers.</summary>
internal static class AttentionHabit
{
    private const double Most = 0.5, Even = 0.95;

    /// <summary>Its mean weights by place, named; those that there are.</summary>
    public static IReadOnlyList<(string Name, double Share)> Shares(AttentionKind kind, AttentionSummary summary)
    {
        (string Name, double? Share)[] all =
        [
            (kind is AttentionKind.Cross ? "same place" : "itself", summary.Itself),
            ("previous", summary.Previous),
            ("next", summary.Next),
            ("first", summary.First),
            ("last", summary.Last),
        ];
        return [.. all.Where(one => one.Share is not null).Select(one => (one.Name, one.Share!.Value))];
    }

    /// <summary>Where at least half of its weight is, or that its weights are about even; empty for neither.</summary>
    public static (string Name, double Share) Of(AttentionKind kind, AttentionSummary summary)
    {
        var strongest = Shares(kind, summary).Where(one => one.Share >= Most).DefaultIfEmpty((Name: "", Share: 0.0)).MaxBy(one => one.Share);
        return strongest.Share > 0 ? strongest : summary.EntropyShare >= Even ? ("even", summary.EntropyShare.Value) : ("", 0);
    }

    /// <summary>All of its numbers, for a reader who cannot see the picture or is about to choose one.</summary>
    public static string Description(AttentionKind kind, AttentionSummary summary) => string.Join(", ",
        Shares(kind, summary).Select(one => $"{one.Name} {AttentionDrawing.Percent(one.Share)}")
            .Prepend($"entropy {(summary.EntropyShare is double share ? $"{AttentionDrawing.Percent(share)} of even" : "0")}"));
}
