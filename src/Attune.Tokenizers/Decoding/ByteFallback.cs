using System.Globalization;
using System.Text.Unicode;

namespace Attune.Tokenizers;

/// <summary>
/// Turns tokens such as <c>&lt;0x61&gt;</c> into the byte they name. Bytes in a row that are not UTF-8 together become one U+FFFD each.
/// </summary>
public sealed class ByteFallback : Decoder
{
    private static readonly byte[] s_replacementCharacter = [0xEF, 0xBF, 0xBD];

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        int kept = 0;
        var run = new List<byte>();
        for (int i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (TryParse(token.Span, out byte value))
            {
                run.Add(value);
                continue;
            }

            kept = End(run, tokens, kept);
            tokens[kept++] = token;
        }

        kept = End(run, tokens, kept);
        tokens.RemoveRange(kept, tokens.Count - kept);
    }

    /// <summary>The byte that a token names.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x"u8) && token[5] == '>'
            && byte.TryParse(token[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    // A run gives no more tokens than it had, so the places before the next token are enough.
    private static int End(List<byte> run, List<ReadOnlyMemory<byte>> tokens, int kept)
    {
        if (run.Count == 0)
            return kept;
        byte[] bytes = [.. run];
        run.Clear();
        if (Utf8.IsValid(bytes))
        {
            tokens[kept++] = bytes;
            return kept;
        }

        for (int i = 0; i < bytes.Length; i++)
            tokens[kept++] = s_replacementCharacter;
        return kept;
    }
}
