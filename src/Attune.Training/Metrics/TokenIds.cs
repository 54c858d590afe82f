using System.Runtime.InteropServices;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Tokens of texts as numbers, the same for the same: words in the order they first appear, characters by their code points. Not thread-safe.</summary>
internal sealed class TokenIds
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public TokenIds() => _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of a word.</summary>
    public int Of(ReadOnlySpan<char> word)
    {
        ref int id = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, word, out bool isKnown);
        if (!isKnown)
            id = _ids.Count;
        return id;
    }

    /// <summary>Adds what stands between blanks.</summary>
    public void AddWords(ReadOnlySpan<char> text, List<int> tokens)
    {
        foreach (var range in text.SplitAny(PythonText.Spaces))
        {
            if (!text[range].IsEmpty)
                tokens.Add(Of(text[range]));
        }
    }

    /// <summary>Adds all code points but blanks.</summary>
    public static void AddCharacters(ReadOnlySpan<char> text, List<int> tokens)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || !PythonText.IsSpace((char)rune.Value))
                tokens.Add(rune.Value);
        }
    }
}
