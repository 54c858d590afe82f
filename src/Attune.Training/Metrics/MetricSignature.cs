namespace Attune.Training;

/// <summary>What tells scores apart that do not compare, written as sacreBLEU does but with Attune's own version.</summary>
internal static class MetricSignature
{
    private static readonly string? s_version = typeof(MetricSignature).Assembly.GetName().Version?.ToString(3);

    public static string Of(int references, bool ignoreCase, bool effectiveOrder, string others) =>
        $"nrefs:{references}|case:{(ignoreCase ? "lc" : "mixed")}|eff:{(effectiveOrder ? "yes" : "no")}|{others}|version:attune-{s_version}";
}
