using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Which code points are equal but for case, by Unicode's simple case folding: S, s and the long s (U+017F); K, k and the Kelvin sign.
/// The dotted capital I and the dotless small i equal only themselves.
/// </summary>
internal static class CaseFolding
{
    private static readonly Dictionary<int, int[]> s_equivalents = Build();

    /// <summary>The code points that equal one but for case, itself among them; none when it has no case.</summary>
    internal static ReadOnlySpan<int> EquivalentsOf(int codePoint) => s_equivalents.GetValueOrDefault(codePoint);

    private static Dictionary<int, int[]> Build()
    {
        var equivalents = new Dictionary<int, int[]>();
        // No letter beyond plane 1 has case.
        foreach (var group in Enumerable.Range(0, 0x20000).Where(Rune.IsValid).GroupBy(Fold).Where(group => group.Skip(1).Any()))
        {
            int[] members = [.. group];
            foreach (int member in members)
                equivalents[member] = members;
        }

        return equivalents;
    }

    /// <summary>One character for all that are equal but for case. The runtime maps case without the first four; from lower to upper, so that letters meet that share only one of the two.</summary>
    private static int Fold(int codePoint) => codePoint switch
    {
        0x017F => 'S',
        0x1FD3 => 0x0390,
        0x1FE3 => 0x03B0,
        0xFB05 => 0xFB06,
        _ => Rune.ToUpperInvariant(Rune.ToLowerInvariant(new Rune(codePoint))).Value,
    };
}
