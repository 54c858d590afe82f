namespace Attune.Tokenizers;

/// <summary>
/// Removes all marks (categories Mn, Mc and Me). It decomposes nothing: put <see cref="Nfd"/> or <see cref="Nfkd"/> before it.
/// </summary>
public sealed class StripAccents : Normalizer
{
    internal override void Apply(AlignedText text) => Remove(text, CharacterFacts.NonspacingMark | CharacterFacts.OtherMark);

    /// <summary>Removes the characters that have one of the properties; none of them in ASCII.</summary>
    internal static void Remove(AlignedText text, CharacterFacts any)
    {
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        for (int i = 0; i < bytes.Length;)
        {
            if (bytes[i] < 0x80)
            {
                int other = bytes[i..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                i = other < 0 ? bytes.Length : i + other;
                continue;
            }

            int character = CodePoints.ReadValid(bytes, i, out int length);
            if ((UnicodeData.Facts(character) & any) != 0)
                rewriting.Remove(i, i + length);
            i += length;
        }

        rewriting.End();
    }
}
