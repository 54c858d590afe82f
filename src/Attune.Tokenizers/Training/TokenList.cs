using System.Text;

namespace Attune.Tokenizers;

/// <summary>The vocabulary while it is learned: tokens by id, no two of the same bytes. Not thread-safe.</summary>
internal sealed class TokenList
{
    private readonly List<byte[]> _tokens = [];
    private readonly List<int> _lengths = [];
    private readonly Dictionary<byte[], int> _ids = new(new SameBytes());

    public int Count => _tokens.Count;

    public ReadOnlySpan<byte> this[int id] => _tokens[id];

    /// <summary>How many symbols of the alphabet the token is made of.</summary>
    public int LengthOf(int id) => _lengths[id];

    /// <summary>The id of a token, added if it was not there: a character may be a special token too.</summary>
    public int GetOrAdd(string token) => GetOrAdd(Encoding.UTF8.GetBytes(token));

    /// <summary>The id of a token, added if it was not there.</summary>
    public int GetOrAdd(byte[] token) => TryAdd(token, 1, out int id) ? id : _ids[token];

    /// <summary>Adds what two tokens become, without what the second has before it; not if there is such a token already.</summary>
    public bool TryAddMerged(int left, int right, int prefixOfRight, out int id) =>
        TryAdd([.. this[left], .. this[right][prefixOfRight..]], _lengths[left] + _lengths[right], out id);

    /// <summary>Compares two pairs of tokens by the bytes of the first, then of the second.</summary>
    public int Compare(int left, int right, int otherLeft, int otherRight)
    {
        int comparison = left == otherLeft ? 0 : this[left].SequenceCompareTo(this[otherLeft]);
        return comparison != 0 || right == otherRight ? comparison : this[right].SequenceCompareTo(this[otherRight]);
    }

    public Vocabulary ToVocabulary()
    {
        var builder = new Vocabulary.Builder();
        for (int id = 0; id < Count; id++)
        {
            if (!builder.TryAdd(this[id], id, out string? problem))
                throw new InvalidOperationException(problem);
        }

        return builder.Build();
    }

    private bool TryAdd(byte[] token, int length, out int id)
    {
        id = Count;
        if (!_ids.TryAdd(token, id))
            return false;
        _tokens.Add(token);
        _lengths.Add(length);
        return true;
    }

    private sealed class SameBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => (int)ByteHash.Of(obj);
    }
}
