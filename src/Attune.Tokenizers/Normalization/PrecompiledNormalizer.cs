using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace Attune.Tokenizers;

/// <summary>
/// The rules of a SentencePiece model, its <c>precompiled_charsmap</c>: at each place the longest rule that matches replaces what it matches, and where none
/// does a character stays. This is what SentencePiece does; Hugging Face's <c>Precompiled</c> looks up only whole graphemes of fewer than
/// six bytes and single characters, which differs where a rule spans two graphemes or ends within one.
/// </summary>
/// <remarks>
/// The map is the size in bytes of a trie (32 bits, little-endian), the trie (<see cref="DoubleArray"/>), then the replacements, each up to a zero byte. It
/// is checked as a whole when it is taken in, so that no map leads a search astray or puts in what is not UTF-8.
/// </remarks>
public sealed class PrecompiledNormalizer : Normalizer
{
    // Bounds for maps made to be slow or to fill the memory. Rules are a few characters long, and so are replacements.
    private const int LongestRuleInBytes = 256;
    private const int LongestReplacementInBytes = 4096;

    private readonly byte[] _charsmap;
    private readonly DoubleArray? _trie;
    private readonly int _replacements;

    // ASCII that no rule is for, unless what follows is not ASCII.
    private readonly SearchValues<byte> _plain;

    /// <summary>A normalizer of the rules of a map.</summary>
    /// <param name="charsmap">The map as the model's file has it; empty for no rules.</param>
    /// <exception cref="ArgumentException">It is not such a map; the message says what is wrong.</exception>
    public PrecompiledNormalizer(byte[] charsmap)
    {
        ArgumentNullException.ThrowIfNull(charsmap);
        _charsmap = [.. charsmap];
        CutsBeforeWords = KeepsWordStarts = true;
        _plain = SearchValues.Create((ReadOnlySpan<byte>)[]);
        if (charsmap.Length == 0)
            return;

        long size = charsmap.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(charsmap);
        if (charsmap.Length < 4 || size > charsmap.Length - 4 || size % 4 != 0)
            throw new ArgumentException($"the map announces a trie of {size} bytes; it has {charsmap.Length} itself, four of them for the size", nameof(charsmap));
        _replacements = 4 + (int)size;
        _trie = new DoubleArray(charsmap.AsSpan(4, (int)size));
        bool cuts = true;
        bool endsKept = true;
        string? error = _trie.Check((last, node, value) =>
        {
            bool letter = char.IsAsciiLetter((char)last);
            cuts &= !letter || _trie.Child(node, (byte)' ', out _) < 0;
            if (value < 0)
                return null;
            string? wrong = CheckReplacement(value);
            endsKept &= wrong is not null || !letter || (Replacement(value) is [.., var end] && char.IsAsciiLetter((char)end));
            return wrong;
        });
        if (error is not null)
            throw new ArgumentException(error, nameof(charsmap));
        _plain = SearchValues.Create([.. Enumerable.Range(0, 128).Where(IsPlain).Select(c => (byte)c)]);
        CutsBeforeWords = cuts;
        KeepsWordStarts = endsKept && KeepsSpace() && KeepsLetters();
    }

    /// <summary>The map it was made from.</summary>
    public ReadOnlyMemory<byte> Charsmap => _charsmap;

    /// <summary>
    /// Rules that leave some tokens as they are, whatever comes after them: SentencePiece's user-defined symbols. Each becomes a rule of its own, and the rules that
    /// begin with one go.
    /// </summary>
    /// <exception cref="ArgumentException">The rules are too many.</exception>
    internal PrecompiledNormalizer Keeping(IReadOnlyCollection<int> ids, Vocabulary vocabulary)
    {
        if (_trie is null)
            return this;
        var replacements = new ArrayBufferWriter<byte>();
        replacements.Write<byte>(_charsmap.AsSpan(_replacements));
        HashSet<int> kept = [.. ids.Where(id => !vocabulary.Bytes(id).Contains((byte)0))];
        var symbols = TokenTrie.Of(vocabulary, id => !kept.Contains(id));
        var rules = _trie.Strings().Where(rule => !BeginsWithOne(rule.Text)).ToList();
        foreach (int id in kept)
        {
            rules.Add((vocabulary.Bytes(id).ToArray(), replacements.WrittenCount));
            replacements.Write(vocabulary.Bytes(id));
            replacements.Write("\0"u8);
        }

        byte[] trie = DoubleArrayBuilder.Build(rules);
        byte[] charsmap = new byte[4 + trie.Length + replacements.WrittenCount];
        BinaryPrimitives.WriteInt32LittleEndian(charsmap, trie.Length);
        trie.CopyTo(charsmap, 4);
        replacements.WrittenSpan.CopyTo(charsmap.AsSpan(4 + trie.Length));
        return new PrecompiledNormalizer(charsmap);

        bool BeginsWithOne(ReadOnlySpan<byte> text)
        {
            int node = TokenTrie.Root;
            int found = -1;
            for (int i = 0; i < text.Length && node >= 0 && found < 0; i++)
                node = symbols.Step(node, text[i], out found);
            return node >= 0 && found >= 0;
        }
    }

    internal override bool CutsBeforeWords { get; }

    internal override bool KeepsWordStarts { get; }

    internal override void Apply(AlignedText text)
    {
        if (_trie is null)
            return;
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        for (int i = 0; i < bytes.Length;)
        {
            int plain = bytes[i..].IndexOfAnyExcept(_plain);
            if (plain < 0)
                break;

            // The last plain one may begin a rule together with what follows it.
            i += Math.Max(plain - 1, 0);
            int length = LongestRule(bytes[i..], out int value);
            if (length > 0)
                rewriting.Replace(i, i + length, Replacement(value));
            else
                _ = CodePoints.ReadValid(bytes, i, out length);
            i += length;
        }

        rewriting.End();
    }

    private int LongestRule(ReadOnlySpan<byte> text, out int value)
    {
        value = -1;
        int longest = 0;
        int node = _trie!.Root;
        for (int i = 0; i < Math.Min(text.Length, LongestRuleInBytes); i++)
        {
            node = _trie.Child(node, text[i], out int found);
            if (node < 0)
                break;

            // A rule that ends within a character would leave half of it.
            if (found >= 0 && (i + 1 == text.Length || (text[i + 1] & 0xC0) != 0x80))
                (longest, value) = (i + 1, found);
        }

        return longest;
    }

    private ReadOnlySpan<byte> Replacement(int value)
    {
        var from = _charsmap.AsSpan(_replacements + value);
        return from[..from.IndexOf((byte)0)];
    }

    private string? CheckReplacement(int value)
    {
        int count = _charsmap.Length - _replacements;
        if (value >= count)
            return $"a rule's replacement is at {value}, after the end of the {count} bytes of replacements";
        int length = _charsmap.AsSpan(_replacements + value, Math.Min(count - value, LongestReplacementInBytes)).IndexOf((byte)0);
        if (length < 0)
            return $"the replacement at {value} has no end within {LongestReplacementInBytes} bytes";
        return Utf8.IsValid(_charsmap.AsSpan(_replacements + value, length)) ? null : $"the replacement at {value} is not UTF-8";
    }

    // Whether no rule begins with an ASCII character and needs nothing but ASCII.
    private bool IsPlain(int character)
    {
        int node = _trie!.Child(_trie.Root, (byte)character, out int value);
        for (int next = 0; value < 0 && node >= 0 && next < 128; next++)
        {
            if (_trie.Child(node, (byte)next, out _) >= 0)
                return false;
        }

        return value < 0;
    }

    // Whether a space stays, whatever follows.
    private bool KeepsSpace()
    {
        int node = _trie!.Child(_trie.Root, (byte)' ', out int value);
        return node < 0 || ((value < 0 || Replacement(value).SequenceEqual(" "u8)) && !_trie.Below(node).Any());
    }

    // Whether every rule that begins with a Latin letter puts something there that is no space.
    private bool KeepsLetters()
    {
        Span<byte> letter = stackalloc byte[4];
        for (int c = 'A'; c < UnicodeData.EndOfLatin; c++)
        {
            if (!UnicodeData.IsLatinLetter(c))
                continue;
            int node = _trie!.Root;
            int value = -1;
            foreach (byte b in letter[..CodePoints.Write(c, letter)])
                node = node < 0 ? -1 : _trie.Child(node, b, out value);
            if (node >= 0 && !_trie.Below(node).Prepend(value).All(v => v < 0 || Replacement(v) is [not (byte)' ', ..]))
                return false;
        }

        return true;
    }
}
