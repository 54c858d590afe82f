using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// What short pieces were segmented into before, as few pieces make up most of a text. Key and tokens lie in one slot of 32 bytes, two slots to a set, so that
/// finding a piece costs one cache line. It begins small and grows while the text brings new pieces, up to 8 MB. Not thread-safe.
/// </summary>
internal sealed class BpePieceCache
{
    /// <summary>The longest piece that is kept, in bytes.</summary>
    public const int LongestPiece = 15;

    /// <summary>The most tokens of a piece that is kept.</summary>
    public const int MostTokens = 3;

    private const int LeastSlots = 1 << 10;
    private const int MostSlots = 1 << 18;

    private Slot[] _slots = new Slot[LeastSlots];
    private int _added;

    /// <summary>The key of a piece of 1 to <see cref="LongestPiece"/> bytes: its bytes, zeros, and its length in the last byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Key KeyOf(ReadOnlySpan<byte> text, Piece piece)
    {
        int length = piece.Length;
        var from = text[piece.Start..];
        if (from.Length < 16)
            return KeyAtEnd(from[..length]);
        return new Key(
            BinaryPrimitives.ReadUInt64LittleEndian(from) & LowMasks[length & 15],
            BinaryPrimitives.ReadUInt64LittleEndian(from[8..]) & HighMasks[length & 15] | (ulong)length << 56);
    }

    /// <summary>The slot of a piece; its count is 0 where the piece is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Slot Find(Key key)
    {
        var slots = _slots;
        int set = key.Hash & (slots.Length - 2);
        ref readonly var slot = ref slots[set & (slots.Length - 1)];
        if (slot.Key == key)
            return ref slot;
        return ref FindSecond(slots, set, key);
    }

    /// <summary>Keeps what a piece was segmented into, if there is room for it.</summary>
    public void Add(Key key, Piece piece, ReadOnlySpan<int> ids, ReadOnlySpan<Piece> ranges)
    {
        // Where characters were dropped, the lengths would not tell the ranges.
        if (ids.Length is 0 or > MostTokens || ranges[0].Start != piece.Start)
            return;
        if (++_added > _slots.Length / 2 && _slots.Length < MostSlots)
            Grow();
        Insert(new Slot(
            key,
            ids[0],
            ids.Length > 1 ? ids[1] : 0,
            ids.Length > 2 ? ids[2] : 0,
            (byte)ids.Length,
            (byte)ranges[0].Length,
            (byte)(ids.Length > 1 ? ranges[1].Length : 0)));
    }

    // By length: the bits of the first eight bytes and of the next eight that belong to the piece.
    private static ReadOnlySpan<ulong> LowMasks =>
    [
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
        ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue,
    ];

    private static ReadOnlySpan<ulong> HighMasks =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF,
    ];

    private static Key KeyAtEnd(ReadOnlySpan<byte> piece) =>
        new(ByteHash.UpToEight(piece), (piece.Length > 8 ? ByteHash.UpToEight(piece[8..]) : 0) | (ulong)piece.Length << 56);

    // Whatever is found in the second place of its set moves to the first: what is new and rare drives out only its like.
    private static ref readonly Slot FindSecond(Slot[] slots, int set, Key key)
    {
        if (slots[set + 1].Key != key)
            return ref Slot.Empty;
        (slots[set], slots[set + 1]) = (slots[set + 1], slots[set]);
        return ref slots[set];
    }

    private void Insert(in Slot slot)
    {
        int set = slot.Key.Hash & (_slots.Length - 2);
        _slots[_slots[set].Count == 0 ? set : set + 1] = slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[4 * old.Length];
        _added = 0;
        for (int set = 0; set < old.Length; set += 2)
        {
            for (int i = set; i <= set + 1; i++)
            {
                if (old[i].Count > 0)
                    Insert(old[i]);
            }
        }
    }

    /// <summary>The bytes of a piece and its length.</summary>
    internal readonly record struct Key(ulong Low, ulong High)
    {
        /// <summary>A hash, not negative.</summary>
        public int Hash
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => (int)((Low * 0x9E3779B97F4A7C15 + High) * 0xD6E8FEB86659FD93 >> 33);
        }
    }

    /// <summary>A piece and its tokens; the last token has the rest of its bytes.</summary>
    internal readonly struct Slot(Key key, int first, int second, int third, byte count, byte firstLength, byte secondLength)
    {
        public static readonly Slot Empty;

        public readonly Key Key = key;
        public readonly int First = first;
        public readonly int Second = second;
        public readonly int Third = third;
        public readonly byte Count = count;
        public readonly byte FirstLength = firstLength;
        public readonly byte SecondLength = secondLength;
    }
}
