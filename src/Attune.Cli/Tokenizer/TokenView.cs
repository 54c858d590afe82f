using System.Text;
using Attune.Tokenizers;

namespace Attune.Cli.Tokenizers;

/// <summary>One token of a text as it is shown, or, without an id, text between tokens that the tokenizer dropped.</summary>
/// <param name="Id">The id; -1 for text that is no token.</param>
/// <param name="Shown">The text of it, with marks: <c>·</c> for a space, <c>→</c> for a tab, <c>⏎</c> before a line end, <c>↵</c> for a carriage return, <c>⟨E2⟩</c> for a part of a character.</param>
/// <param name="Offset">The characters (UTF-16) of the text.</param>
/// <param name="Utf8Offset">Its bytes.</param>
internal sealed record TokenView(int Id, string Shown, Range Offset, Range Utf8Offset)
{
    public bool IsToken => Id >= 0;

    /// <summary>All of a text, in order.</summary>
    public static IReadOnlyList<TokenView> Of(Tokenizer tokenizer, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var views = new List<TokenView>();
        int bytes = 0;
        int chars = 0;
        foreach (var token in tokenizer.Encode(text, addSpecialTokens: false).Tokens)
        {
            int start = token.Utf8Offset.Start.Value;
            int end = token.Utf8Offset.End.Value;
            if (start > bytes)
                views.Add(new TokenView(-1, Marked(utf8.AsSpan(bytes, start - bytes)), chars..token.Offset.Start, bytes..start));
            // Several tokens of the same bytes (those of one character) or of none (a space that was put in front) have their names instead.
            string shown = start >= bytes && end > start ? Marked(utf8.AsSpan(start, end - start)) : Marked(Encoding.UTF8.GetBytes(token.Value));
            views.Add(new TokenView(token.Id, shown, token.Offset, token.Utf8Offset));
            bytes = Math.Max(bytes, end);
            chars = Math.Max(chars, token.Offset.End.Value);
        }

        if (bytes < utf8.Length)
            views.Add(new TokenView(-1, Marked(utf8.AsSpan(bytes)), chars..text.Length, bytes..utf8.Length));
        return views;
    }

    /// <summary>Bytes as text with marks for all that cannot be seen.</summary>
    public static string Marked(ReadOnlySpan<byte> utf8)
    {
        var marked = new StringBuilder();
        while (!utf8.IsEmpty)
        {
            bool isCharacter = Rune.DecodeFromUtf8(utf8, out var rune, out int length) == System.Buffers.OperationStatus.Done;
            if (!isCharacter)
            {
                foreach (byte part in utf8[..length])
                    marked.Append('⟨').Append(part.ToString("X2", null)).Append('⟩');
            }
            else
            {
                Append(marked, rune);
            }

            utf8 = utf8[length..];
        }

        return marked.ToString();
    }

    private static void Append(StringBuilder marked, Rune rune)
    {
        switch (rune.Value)
        {
            case ' ':
                marked.Append('·');
                break;
            case '\n':
                marked.Append("⏎\n");
                break;
            case '\r':
                marked.Append('↵');
                break;
            case '\t':
                marked.Append('→');
                break;
            default:
                // Characters that no document may hold, and those that would change how their neighbours are shown.
                if (rune.Value is 0xFFFE or 0xFFFF || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control
                    or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
                    marked.Append('⟨').Append("U+").Append(rune.Value.ToString("X4", null)).Append('⟩');
                else
                    marked.Append(rune.ToString());
                break;
        }
    }
}
