using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Turns a piece into the symbols that byte-pair encoding begins with. Reserved ids are never among them, but for the unknown token. Immutable and thread-safe.
/// </summary>
internal sealed class BpeAlphabet
{
    private const int Missing = -1;

    private readonly Vocabulary _vocabulary;
    private readonly IReadOnlySet<int>? _reserved;
    private readonly bool _characters;
    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly int _unknown = Missing;
    private readonly bool _fuseUnknown;

    // The ids of symbols of one byte.
    private readonly int[] _ofByte = new int[256];
    private readonly ByteTokens? _fallback;

    public BpeAlphabet(Vocabulary vocabulary, BpeOptions options, IReadOnlySet<int>? reserved = null)
    {
        _vocabulary = vocabulary;
        _reserved = reserved;
        _characters = options.Unit == BpeUnit.Characters;
        _prefix = Encoding.UTF8.GetBytes(options.ContinuingSubwordPrefix);
        _suffix = Encoding.UTF8.GetBytes(options.EndOfWordSuffix);
        _fuseUnknown = options.FuseUnknown;
        if (options.UnknownToken is string unknown)
            _unknown = vocabulary.IdOf(unknown) ?? throw new ArgumentException($"expected the unknown token in the vocabulary, found no \"{unknown}\"", nameof(options));
        for (int i = 0; i < 256; i++)
            _ofByte[i] = _characters && i >= 0x80 ? Missing : Find([(byte)i]);
        if (options.ByteFallback)
            _fallback = new ByteTokens(vocabulary, reserved);
    }

    /// <summary>Whether symbols look alike wherever they are in the piece.</summary>
    public bool IsPlain => _prefix.Length == 0 && _suffix.Length == 0;

    /// <summary>Whether a token stands for a byte of a character that is not in the vocabulary, and so for no text of its own.</summary>
    public bool IsFallback(int id) => _fallback is not null && _fallback.Contains(id);

    /// <summary>Whether every character has symbols: the bytes of those that are no tokens themselves.</summary>
    public bool CoversAll => _fallback is not null && _fallback.Ids.Count() == 256;

    /// <summary>Whether a character, undecorated, has symbols of its own or of its bytes, and is not unknown.</summary>
    public bool Covers(ReadOnlySpan<byte> character) => Find(character) != Missing || (_fallback is not null && _fallback.Cover(character));

    /// <summary>Adds the symbols of the bytes of <paramref name="text"/> from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public void Cut(ReadOnlySpan<byte> text, int start, int end, BpeSymbols symbols)
    {
        if (!_characters)
            symbols.Reserve(end - start);
        bool afterUnknown = false;
        for (int i = start; i < end;)
        {
            int length = 1;
            if (_characters && text[i] >= 0x80)
                Rune.DecodeFromUtf8(text[i..end], out _, out length);
            int id = IsPlain && length == 1 ? _ofByte[text[i]] : IdOf(text.Slice(i, length), isFirst: i == start, isLast: i + length == end);
            if (id != Missing)
            {
                symbols.Add(id, i);
                afterUnknown = false;
            }
            else if (_fallback is not null && _fallback.Cover(text.Slice(i, length)))
            {
                for (int j = i; j < i + length; j++)
                    symbols.Add(_fallback[text[j]], j);
                afterUnknown = false;
            }
            else if (_unknown != Missing)
            {
                if (!(afterUnknown && _fuseUnknown))
                    symbols.Add(_unknown, i);
                afterUnknown = true;
            }

            i += length;
        }
    }

    private int IdOf(ReadOnlySpan<byte> symbol, bool isFirst, bool isLast)
    {
        if (IsPlain)
            return Find(symbol);
        byte[] decorated = [.. isFirst ? [] : _prefix, .. symbol, .. isLast ? _suffix : []];
        return Find(decorated);
    }

    private int Find(ReadOnlySpan<byte> symbol) => _vocabulary.TryGetId(symbol, out int id) && _reserved?.Contains(id) != true ? id : Missing;
}
