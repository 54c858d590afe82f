namespace Attune.Training;

/// <summary>The copy task: letters with spaces between them, to be said again.</summary>
internal sealed class CopyPairs() : PairGenerator(Site)
{
    private const uint Site = 0x434f5059;
    private const int Fewest = 4, Most = 12, Letters = 26;

    private protected override SentencePair Draw(IndexedRandom random)
    {
        char[] text = new char[(2 * (Fewest + random.Below(Most - Fewest + 1))) - 1];
        for (int i = 0; i < text.Length; i++)
            text[i] = i % 2 == 0 ? (char)('a' + random.Below(Letters)) : ' ';
        string letters = new(text);
        return new SentencePair(letters, letters);
    }
}
