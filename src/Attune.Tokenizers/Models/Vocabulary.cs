using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Attune.Tokenizers;

/// <summary>
/// Tokens and their ids, both ways. A token is a string of bytes: UTF-8, or any bytes in a byte-level vocabulary. Ids may have gaps. Immutable and thread-safe.
/// </summary>
public sealed class Vocabulary
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly bool[]? _present;

    // Open addressing: id + 1 and 32 bits of the hash, so that most misses need no look at the bytes.
    private readonly int[] _slots;
    private readonly uint[] _tags;

    private Vocabulary(byte[] bytes, int[] ends, bool[]? present, int[] slots, uint[] tags, int count)
    {
        _bytes = bytes;
        _ends = ends;
        _present = present;
        _slots = slots;
        _tags = tags;
        Count = count;
    }

    /// <summary>How many tokens there are.</summary>
    public int Count { get; }

    /// <summary>One more than the greatest id: the size of an embedding for it.</summary>
    public int IdLimit => _ends.Length;

    /// <summary>A vocabulary of these tokens, numbered in order from 0.</summary>
    /// <exception cref="ArgumentException">A token stands there twice.</exception>
    public static Vocabulary Create(IEnumerable<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var builder = new Builder();
        int id = 0;
        foreach (string token in tokens)
        {
            if (!builder.TryAdd(System.Text.Encoding.UTF8.GetBytes(token), id++, out string? problem))
                throw new ArgumentException(problem, nameof(tokens));
        }

        return builder.Build();
    }

    /// <summary>The id of a token, or null.</summary>
    public int? IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return TryGetId(System.Text.Encoding.UTF8.GetBytes(token), out int id) ? id : null;
    }

    /// <summary>The token of an id, bytes that are not UTF-8 as U+FFFD; or null.</summary>
    public string? TokenOf(int id) => Contains(id) ? System.Text.Encoding.UTF8.GetString(Bytes(id)) : null;

    /// <summary>Whether there is a token of this id.</summary>
    public bool Contains(int id) => (uint)id < (uint)_ends.Length && (_present is null || _present[id]);

    /// <summary>The bytes of a token; empty for an id in a gap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not below <see cref="IdLimit"/>.</exception>
    public ReadOnlySpan<byte> Bytes(int id) => Memory(id).Span;

    /// <summary>The bytes of a token as memory.</summary>
    internal ReadOnlyMemory<byte> Memory(int id)
    {
        if ((uint)id >= (uint)_ends.Length)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"expected an id below {_ends.Length}, found {id}");
        int start = id == 0 ? 0 : _ends[id - 1];
        return _bytes.AsMemory(start, _ends[id] - start);
    }

    /// <summary>Looks a token up by its bytes.</summary>
    public bool TryGetId(ReadOnlySpan<byte> token, out int id)
    {
        ulong hash = ByteHash.Of(token);
        uint tag = (uint)(hash >> 32);
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            id = _slots[slot] - 1;
            if (_tags[slot] == tag && token.SequenceEqual(Bytes(id)))
                return true;
        }

        id = -1;
        return false;
    }

    /// <summary>Collects tokens in any order of ids.</summary>
    internal sealed class Builder
    {
        private byte[] _bytes = new byte[1024];
        private int _length;
        private readonly List<(int Id, int Start, int Length)> _tokens = [];
        private readonly HashSet<int> _ids = [];
        private int[] _slots = new int[256];
        private uint[] _tags = new uint[256];
        private int _maximum = -1;

        public int Count => _tokens.Count;

        /// <summary>The bytes of the token added as number <paramref name="index"/>.</summary>
        private ReadOnlySpan<byte> Added(int index) => _bytes.AsSpan(_tokens[index].Start, _tokens[index].Length);

        /// <summary>Adds a token, or says why not: the token or the id is there already, or the id is out of proportion.</summary>
        public bool TryAdd(ReadOnlySpan<byte> token, int id, [NotNullWhen(false)] out string? problem)
        {
            if (id < 0)
                problem = $"expected an id from 0, found {id} for {Show(token)}";
            else if (!_ids.Add(id))
                problem = $"expected each id once, found {id} again, for {Show(token)}";
            else if (_length > Array.MaxLength - token.Length)
                problem = $"expected tokens of less than {Array.MaxLength} bytes together, found more";
            else if (!Enter(token))
                problem = $"expected each token once, found {Show(token)} again, with id {id}";
            else
                problem = null;
            if (problem is not null)
                return false;

            if (_bytes.Length - _length < token.Length)
                Array.Resize(ref _bytes, (int)Math.Min(Math.Max(2L * _bytes.Length, (long)_length + token.Length), Array.MaxLength));
            token.CopyTo(_bytes.AsSpan(_length));
            _tokens.Add((id, _length, token.Length));
            _length += token.Length;
            _maximum = Math.Max(_maximum, id);
            return true;
        }

        /// <summary>Whether the ids leave so many gaps that a table by id would be out of proportion to what was read.</summary>
        public bool IsTooSparse([NotNullWhen(true)] out string? problem)
        {
            problem = _maximum > 4L * _tokens.Count + (1 << 20)
                ? $"expected ids without great gaps, found id {_maximum} among {_tokens.Count} tokens"
                : null;
            return problem is not null;
        }

        public Vocabulary Build()
        {
            if (IsTooSparse(out string? problem))
                throw new ArgumentException(problem);
            int[] ends = new int[_maximum + 1];
            byte[] bytes = new byte[_length];
            bool[]? present = _tokens.Count == ends.Length ? null : new bool[ends.Length];
            int[] order = new int[ends.Length];
            for (int i = 0; i < _tokens.Count; i++)
                order[_tokens[i].Id] = i + 1;
            int end = 0;
            for (int id = 0; id < ends.Length; id++)
            {
                if (order[id] != 0)
                {
                    var token = Added(order[id] - 1);
                    token.CopyTo(bytes.AsSpan(end));
                    end += token.Length;
                    present?[id] = true;
                }

                ends[id] = end;
            }

            int[] slots = new int[_slots.Length];
            for (int i = 0; i < slots.Length; i++)
                slots[i] = _slots[i] == 0 ? 0 : _tokens[_slots[i] - 1].Id + 1;
            return new Vocabulary(bytes, ends, present, slots, _tags, _tokens.Count);
        }

        // Slots hold the order of adding + 1 until all ids are known.
        private bool Enter(ReadOnlySpan<byte> token)
        {
            if (_slots.Length < 2 * (_tokens.Count + 1))
                Rehash();
            ulong hash = ByteHash.Of(token);
            uint tag = (uint)(hash >> 32);
            int mask = _slots.Length - 1;
            int slot = (int)hash & mask;
            for (; _slots[slot] != 0; slot = (slot + 1) & mask)
            {
                if (_tags[slot] == tag && token.SequenceEqual(Added(_slots[slot] - 1)))
                    return false;
            }

            _slots[slot] = _tokens.Count + 1;
            _tags[slot] = tag;
            return true;
        }

        private void Rehash()
        {
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)_slots.Length * 2);
            _slots = new int[size];
            _tags = new uint[size];
            for (int i = 0; i < _tokens.Count; i++)
            {
                ulong hash = ByteHash.Of(Added(i));
                int slot = (int)hash & (size - 1);
                while (_slots[slot] != 0)
                    slot = (slot + 1) & (size - 1);
                _slots[slot] = i + 1;
                _tags[slot] = (uint)(hash >> 32);
            }
        }

        private static string Show(ReadOnlySpan<byte> token) => $"\"{System.Text.Encoding.UTF8.GetString(token)}\"";
    }
}
