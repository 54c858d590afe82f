using System.Buffers;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// One of Unicode's four normal forms (Unicode Standard Annex 15). A text that is in it already costs one scan. What is not is rewritten stretch by stretch,
/// from one character that nothing before it can reorder or compose with to the next; every byte of a rewritten stretch comes from the whole stretch.
/// Time is linear, however many marks follow each other.
/// </summary>
internal sealed class NormalForm
{
    public static readonly NormalForm C = new(CharacterFacts.NotNfc, CharacterFacts.JoinsNfc, compatibility: false, composes: true);
    public static readonly NormalForm D = new(CharacterFacts.NotNfd, CharacterFacts.JoinsNfd, compatibility: false, composes: false);
    public static readonly NormalForm KC = new(CharacterFacts.NotNfkc, CharacterFacts.JoinsNfkc, compatibility: true, composes: true);
    public static readonly NormalForm KD = new(CharacterFacts.NotNfkd, CharacterFacts.JoinsNfkd, compatibility: true, composes: false);

    // No character gives more characters per byte than U+FDFA, 18 from 3 bytes.
    private const int CharactersPerByte = 6;

    // Room for a stretch of a letter and some marks on the stack.
    private const int Short = 256;

    private readonly CharacterFacts _not;
    private readonly CharacterFacts _joins;
    private readonly bool _compatibility;
    private readonly bool _composes;

    private NormalForm(CharacterFacts not, CharacterFacts joins, bool compatibility, bool composes)
    {
        _not = not;
        _joins = joins;
        _compatibility = compatibility;
        _composes = composes;
    }

    public void Apply(AlignedText text)
    {
        var bytes = text.Bytes;
        if (Ascii.IsValid(bytes))
            return;
        var rewriting = new Rewriting(text);
        Span<int> characters = stackalloc int[Short];
        Span<byte> output = stackalloc byte[4 * Short];
        int stretch = 0;
        int lastClass = 0;
        for (int i = 0; i < bytes.Length;)
        {
            if (bytes[i] < 0x80)
            {
                int other = bytes[i..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                i = other < 0 ? bytes.Length : i + other;
                stretch = i - 1;
                lastClass = 0;
                continue;
            }

            var facts = UnicodeData.Facts(CodePoints.ReadValid(bytes, i, out int length));
            if ((facts & _joins) == 0)
                stretch = i;
            int combiningClass = facts.CombiningClass();
            i += length;
            if ((facts & _not) != 0 || (combiningClass != 0 && combiningClass < lastClass))
            {
                i = EndOfStretch(bytes, i);
                Rewrite(ref rewriting, stretch, i, characters, output);
                stretch = i;
                combiningClass = 0;
            }

            lastClass = combiningClass;
        }

        rewriting.End();
    }

    private int EndOfStretch(ReadOnlySpan<byte> bytes, int i)
    {
        while (i < bytes.Length && (UnicodeData.Facts(CodePoints.ReadValid(bytes, i, out int length)) & _joins) != 0)
            i += length;
        return i;
    }

    private void Rewrite(ref Rewriting rewriting, int start, int end, Span<int> characters, Span<byte> output)
    {
        var old = rewriting.Old[start..end];
        if ((long)CharactersPerByte * old.Length > Short)
        {
            int needed = Measure(old);
            int[] rented = ArrayPool<int>.Shared.Rent(needed);
            byte[] rentedBytes = ArrayPool<byte>.Shared.Rent(checked(4 * needed));
            Rewrite(ref rewriting, start, end, old, rented, rentedBytes);
            ArrayPool<int>.Shared.Return(rented);
            ArrayPool<byte>.Shared.Return(rentedBytes);
        }
        else
        {
            Rewrite(ref rewriting, start, end, old, characters, output);
        }
    }

    private void Rewrite(ref Rewriting rewriting, int start, int end, ReadOnlySpan<byte> old, Span<int> characters, Span<byte> output)
    {
        int count = 0;
        for (int i = 0; i < old.Length;)
        {
            int character = CodePoints.ReadValid(old, i, out int length);
            i += length;
            count += UnicodeData.Decompose(character, _compatibility, characters[count..]);
        }

        characters = characters[..count];
        CanonicalOrder.Sort(characters);
        if (_composes)
            characters = characters[..Compose(characters)];
        int written = 0;
        foreach (int character in characters)
            written += CodePoints.Write(character, output[written..]);
        if (!output[..written].SequenceEqual(old))
            rewriting.Replace(start, end, output[..written]);
    }

    // How many characters a stretch decomposes to.
    private int Measure(ReadOnlySpan<byte> text)
    {
        Span<int> parts = stackalloc int[CharactersPerByte * 3];
        int count = 0;
        for (int i = 0; i < text.Length;)
        {
            int character = CodePoints.ReadValid(text, i, out int length);
            i += length;
            count += UnicodeData.Decompose(character, _compatibility, parts);
        }

        return count;
    }

    // Composes in place (the annex's algorithm) and returns how many characters are left.
    private static int Compose(Span<int> characters)
    {
        int starter = -1;
        int lastClass = 0;
        int count = 0;
        foreach (int character in characters)
        {
            var facts = UnicodeData.Facts(character);
            int combiningClass = facts.CombiningClass();

            // Blocked: a character between it and the starter has the same class or a higher one, or is itself a starter.
            bool blocked = starter >= 0 && count - 1 > starter && (lastClass == 0 || lastClass >= combiningClass);
            if (starter >= 0 && !blocked && (facts & CharacterFacts.NotNfc) != 0
                && UnicodeData.Compose(characters[starter], character) is >= 0 and int composite)
            {
                characters[starter] = composite;
                continue;
            }

            if (combiningClass == 0)
                starter = count;
            lastClass = combiningClass;
            characters[count++] = character;
        }

        return count;
    }
}
