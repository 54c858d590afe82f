namespace Attune.Tokenizers;

/// <summary>
/// The cleaning of SentencePiece's <c>nmt</c> rules: most control characters go; tab, line ends and some invisible or space-like characters become a space.
/// </summary>
public sealed class Nmt : Normalizer
{
    internal override void Apply(AlignedText text)
    {
        // Line ends are many: put as spaces first, they cost no rewriting.
        foreach (byte space in "\t\n\f\r"u8)
            text.Overwritable.Replace(space, (byte)' ');
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        for (int i = 0; i < bytes.Length;)
        {
            // Printable ASCII stays.
            int other = bytes[i..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
            if (other < 0)
                break;
            i += other;
            int character = CodePoints.ReadValid(bytes, i, out int length);
            if (IsRemoved(character))
                rewriting.Remove(i, i + length);
            else if (IsSpace(character))
                rewriting.Replace(i, i + length, " "u8);
            i += length;
        }

        rewriting.End();
    }

    private static bool IsRemoved(int character) =>
        character is >= 0x01 and <= 0x08 or 0x0B or >= 0x0E and <= 0x1F or 0x7F or 0x8F or 0x9F;

    private static bool IsSpace(int character) =>
        character is 0x1680 or >= 0x200B and <= 0x200F or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD;
}
