namespace Attune.Tokenizers;

/// <summary>
/// <see cref="CollapseSpaces"/> as <c>tokenizer.json</c> can say it: two replacements, which are taken for it again when they are read.
/// </summary>
internal static class SpaceCollapsing
{
    private const string AtEnds = @"\A +|[ ▁]+\z";
    private const string Within = " {2,}";

    public static IReadOnlyList<Normalizer> Normalizers { get; } = [new Replace(new SplitPattern(AtEnds), ""), new Replace(new SplitPattern(Within), " ")];

    public static bool IsIn(IReadOnlyList<Normalizer> normalizers) =>
        normalizers is [Replace { Regex: not null, Pattern: AtEnds, Content: "" }, Replace { Regex: not null, Pattern: Within, Content: " " }];
}
