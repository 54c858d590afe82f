using System.Text;
using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>Tokens as labels of a picture: each by itself, with what is invisible in a text made visible.</summary>
public static class TokenLabels
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The label of every id: <c>␣the</c> for a token that begins with a space, <c>end</c> for one that ends a text, ↵ for a line feed, ⟨C3⟩ for bytes that are no
    /// characters, #7 for an id that has no token.
    /// </summary>
    /// <param name="tokenizer">What the ids mean.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="ends">Ids that end a text; see <see cref="SpecialTokens.Ends"/>.</param>
    public static IReadOnlyList<string> Of(Tokenizer tokenizer, ReadOnlySpan<int> ids, IReadOnlyList<int> ends)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(ends);
        var labels = new string[ids.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = ends.Contains(ids[i]) ? "end" : Of(tokenizer, ids[i]);
        return labels;
    }

    private static string Of(Tokenizer tokenizer, int id)
    {
        foreach (var added in tokenizer.AddedTokens)
        {
            if (added.Id == id)
                return Visible(added.Content);
        }

        return tokenizer.Model.Vocabulary.Contains(id) ? Visible(tokenizer.Model.Vocabulary.Bytes(id)) : $"#{id}";
    }

    private static string Visible(ReadOnlySpan<byte> token)
    {
        try
        {
            return Visible(s_strict.GetString(token));
        }
        catch (DecoderFallbackException)
        {
            // A part of a character: its bytes say more than a replacement.
            return $"⟨{Convert.ToHexString(token)}⟩";
        }
    }

    private static string Visible(string text)
    {
        var label = new StringBuilder(text.Length);
        foreach (char letter in text)
        {
            label.Append(letter switch
            {
                // U+2581 is how SentencePiece writes a space.
                ' ' or '\u2581' => '␣',
                '\n' => '↵',
                '\t' => '⇥',
                // Control characters have pictures of their own from U+2400.
                < ' ' => (char)('\u2400' + letter),
                '\u007F' => '␡',
                _ when char.IsWhiteSpace(letter) => '␣',
                _ => letter,
            });
        }

        return label.ToString();
    }
}
