using System.Text;

namespace Attune.Tokenizers;

/// <summary>The symbols that words are made of before anything is merged. Immutable.</summary>
internal abstract class Alphabet
{
    /// <summary>Stands in a word for a character outside of the alphabet.</summary>
    public const int Unknown = -1;

    /// <summary>Writes the ids of the symbols of a word and returns how many there are: as many as it has bytes at most.</summary>
    public abstract int Cut(ReadOnlySpan<byte> word, Span<int> symbols);
}

/// <summary>All 256 bytes, in the order of the <see cref="ByteAlphabet"/>, as GPT-2 has them: those that are printable characters of Latin-1 first.</summary>
internal sealed class BytesAlphabet : Alphabet
{
    private readonly int[] _ids = new int[256];

    public BytesAlphabet(TokenList tokens)
    {
        foreach (int value in Enumerable.Range(0, 256).OrderBy(value => ByteAlphabet.Of((byte)value)))
            _ids[value] = tokens.GetOrAdd([(byte)value]);
    }

    public override int Cut(ReadOnlySpan<byte> word, Span<int> symbols)
    {
        for (int i = 0; i < word.Length; i++)
            symbols[i] = _ids[word[i]];
        return word.Length;
    }
}

/// <summary>
/// The characters of the corpus, the most frequent first, until they cover the part of it that was asked for. With a prefix for continuations, a
/// character within a word is another symbol than the same one at its start.
/// </summary>
internal sealed class CharacterAlphabet : Alphabet
{
    private readonly Dictionary<Rune, int> _first = [];
    private readonly Dictionary<Rune, int> _continuing = [];

    public CharacterAlphabet(TokenList tokens, WordCounts words, double coverage, string continuingPrefix = "")
    {
        foreach (var count in CharacterCount.Of(words, coverage))
        {
            if (count.First > 0)
                _first.Add(count.Character, tokens.GetOrAdd(count.Character.ToString()));
            if (count.Continuing > 0)
                _continuing.Add(count.Character, tokens.GetOrAdd(continuingPrefix + count.Character));
        }
    }

    public override int Cut(ReadOnlySpan<byte> word, Span<int> symbols)
    {
        int count = 0;
        var ids = _first;
        while (word.Length > 0)
        {
            Rune.DecodeFromUtf8(word, out var character, out int length);
            symbols[count++] = ids.GetValueOrDefault(character, Unknown);
            ids = _continuing;
            word = word[length..];
        }

        return count;
    }
}
