using System.Numerics;

namespace Attune.Tokenizers;

/// <summary>
/// Words and how often each was added: an open-addressing table whose words lie one after the other in one array, so that a word costs no object. Not thread-safe.
/// </summary>
internal sealed class WordTable
{
    private byte[] _bytes = new byte[1 << 16];
    private int _length;

    private Entry[] _entries = new Entry[1 << 12];

    // Entry + 1 and 32 bits of the hash, so that most misses need no look at the bytes.
    private ulong[] _slots = new ulong[1 << 13];

    /// <summary>How many different words there are.</summary>
    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> word, long count = 1)
    {
        ulong hash = ByteHash.Of(word);
        ulong tag = hash & 0xFFFF_FFFF_0000_0000;
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if ((_slots[slot] & 0xFFFF_FFFF_0000_0000) != tag)
                continue;
            ref var entry = ref _entries[(uint)_slots[slot] - 1];
            if (word.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length)))
            {
                entry.Count += count;
                return;
            }
        }

        Append(word, hash, count);
        _slots[slot] = tag | (uint)Count;
        if (2 * Count > _slots.Length)
            Rehash();
    }

    /// <summary>Adds all words of another table.</summary>
    public void Add(WordTable other)
    {
        for (int i = 0; i < other.Count; i++)
            Add(other.Word(i), other._entries[i].Count);
    }

    /// <summary>The words in the order of their bytes.</summary>
    public WordCounts Sort()
    {
        int[] order = new int[Count];
        ulong[] beginnings = new ulong[Count];
        for (int i = 0; i < Count; i++)
        {
            order[i] = i;
            beginnings[i] = BinaryBeginning(Word(i));
        }

        order.AsSpan().Sort((left, right) =>
        {
            int comparison = beginnings[left].CompareTo(beginnings[right]);
            return comparison != 0 ? comparison : Word(left).SequenceCompareTo(Word(right));
        });

        byte[] bytes = new byte[_length];
        int[] ends = new int[Count];
        long[] counts = new long[Count];
        int end = 0;
        for (int i = 0; i < Count; i++)
        {
            var word = Word(order[i]);
            word.CopyTo(bytes.AsSpan(end));
            end += word.Length;
            ends[i] = end;
            counts[i] = _entries[order[i]].Count;
        }

        return new WordCounts(bytes, ends, counts);
    }

    private ReadOnlySpan<byte> Word(int index) => _bytes.AsSpan(_entries[index].Start, _entries[index].Length);

    // Up to eight bytes that compare, as a number, as the bytes do.
    private static ulong BinaryBeginning(ReadOnlySpan<byte> word) =>
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(ByteHash.UpToEight(word));

    private void Append(ReadOnlySpan<byte> word, ulong hash, long count)
    {
        if (word.Length > Array.MaxLength - _length)
            throw new TokenizationException($"expected different words of up to {Array.MaxLength} bytes together, found more");
        if (_bytes.Length - _length < word.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(2L * _bytes.Length, (long)_length + word.Length), Array.MaxLength));
        if (_entries.Length == Count)
            Array.Resize(ref _entries, 2 * Count);
        word.CopyTo(_bytes.AsSpan(_length));
        _entries[Count++] = new Entry { Start = _length, Length = word.Length, Count = count, Hash = hash };
        _length += word.Length;
    }

    private void Rehash()
    {
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)_slots.Length * 2)];
        int mask = _slots.Length - 1;
        for (int i = 0; i < Count; i++)
        {
            ulong hash = _entries[i].Hash;
            int slot = (int)hash & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | (uint)(i + 1);
        }
    }

    private struct Entry
    {
        public int Start;
        public int Length;
        public long Count;
        public ulong Hash;
    }
}
