using System.Text;

namespace Attune.Tokenizers;

/// <summary>A regular expression for user-defined symbols: the longest at a place. Beginnings are shared, so that a search does not try symbol by symbol.</summary>
internal static class SentencePieceSymbols
{
    // Symbols that begin with one another nest.
    private const int DeepestNesting = 100;

    /// <exception cref="ArgumentException">They nest too deeply.</exception>
    public static string Pattern(IEnumerable<string> symbols)
    {
        Rune[][] sorted = [.. symbols.Order(StringComparer.Ordinal).Select(symbol => symbol.EnumerateRunes().ToArray())];

        // By code points: the order of UTF-16 is another, and it could part equal beginnings.
        Array.Sort(sorted, (a, b) => a.AsSpan().SequenceCompareTo(b));
        var pattern = new StringBuilder();
        Write(sorted, 0, 0, pattern);
        return pattern.ToString();
    }

    /// <summary>A character as a pattern has it.</summary>
    public static string Escape(Rune rune) =>
        rune.Value > '~' || (rune.IsAscii && char.IsAsciiLetterOrDigit((char)rune.Value)) ? $"{rune}" : rune.Value > ' ' ? $"\\{rune}" : $"\\x{rune.Value:X2}";

    // What follows the first characters that all of them share; one that has nothing left makes the rest optional.
    private static void Write(ReadOnlySpan<Rune[]> symbols, int at, int nesting, StringBuilder pattern)
    {
        for (; symbols[0].Length > at && symbols[0][at] == symbols[^1][at]; at++)
            pattern.Append(Escape(symbols[0][at]));
        bool ends = symbols[0].Length == at;
        symbols = ends ? symbols[1..] : symbols;
        if (symbols.IsEmpty)
            return;
        if (nesting == DeepestNesting)
            throw new ArgumentException($"expected symbols that begin with one another at most {DeepestNesting} deep, found more");
        pattern.Append("(?:");
        for (int from = 0, to; from < symbols.Length; from = to)
        {
            for (to = from + 1; to < symbols.Length && symbols[to][at] == symbols[from][at];)
                to++;
            if (from > 0)
                pattern.Append('|');
            Write(symbols[from..to], at, nesting + 1, pattern);
        }

        pattern.Append(ends ? ")?" : ")");
    }
}
