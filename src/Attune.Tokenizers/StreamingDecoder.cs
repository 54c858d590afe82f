using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Decodes ids one by one, as a model generates them. A character that is not complete yet is held back. Not thread-safe: one for each stream.
/// </summary>
/// <remarks>
/// What a token is as text can depend on its neighbours (the first word loses its space), so each id is decoded together with those since the last
/// complete character, and what they gave before is taken off.
/// </remarks>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;

    // Ids since before the last complete character: the first _old of them gave their text, of the others' text _given bytes were returned.
    private readonly List<int> _ids = [];
    private int _old;
    private int _oldLength;
    private int _given;

    internal StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens)
    {
        _tokenizer = tokenizer;
        _skipSpecialTokens = skipSpecialTokens;
    }

    /// <summary>Adds an id. Returns the text that is complete now; empty while a character is not.</summary>
    /// <exception cref="TokenizationException">There is no token of the id: it is not added.</exception>
    public string Add(int id)
    {
        if (_tokenizer.TokenOf(id) is null)
            throw new TokenizationException($"expected the id of a token, below {_tokenizer.IdLimit}, found {id}");
        _ids.Add(id);
        var bytes = New();
        int incomplete = Incomplete(bytes);
        string text = Text(bytes[..^incomplete]);
        _given = bytes.Length - incomplete;
        if (incomplete == 0 && _given > 0)
            Forget();

        return text;
    }

    /// <summary>Ends the stream: returns what was held back, with U+FFFD for what is not a character. Then a new stream may begin.</summary>
    public string Flush()
    {
        string text = Text(New());
        _ids.Clear();
        _old = _oldLength = _given = 0;
        return text;
    }

    private ReadOnlySpan<byte> New()
    {
        byte[] bytes = _tokenizer.DecodeToBytes(CollectionsMarshal.AsSpan(_ids), _skipSpecialTokens);
        return bytes.AsSpan(Math.Min(_oldLength, bytes.Length));
    }

    // Not where the rest is nothing at the start of a text, as spaces may be: what comes then would look as if it began the text.
    private void Forget()
    {
        int length = _tokenizer.DecodeToBytes(CollectionsMarshal.AsSpan(_ids)[_old..], _skipSpecialTokens).Length;
        if (length == 0)
            return;
        _ids.RemoveRange(0, _old);
        _old = _ids.Count;
        _oldLength = length;
        _given = 0;
    }

    // A decoder that takes back what it gave, for there are such, leaves nothing new.
    private string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes[Math.Min(_given, bytes.Length)..]);

    /// <summary>How many bytes at the end are the start of a character.</summary>
    private static int Incomplete(ReadOnlySpan<byte> bytes)
    {
        for (int length = 1; length <= Math.Min(3, bytes.Length); length++)
        {
            if (Rune.DecodeFromUtf8(bytes[^length..], out _, out _) == OperationStatus.NeedMoreData)
                return length;
        }

        return 0;
    }
}
