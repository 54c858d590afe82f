using System.Buffers;

namespace Attune.Tokenizers;

/// <summary>Takes tokens, some hundreds at a time, as an encoding pass finds them. Used by one thread at a time.</summary>
internal abstract class TokenSink
{
    /// <summary>Takes tokens in order.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="ranges">The bytes of the source, as UTF-8, that each stands for, less <paramref name="offset"/>.</param>
    /// <param name="offset">Where the ranges begin to count.</param>
    /// <returns>False when it wants no more.</returns>
    internal abstract bool Take(ReadOnlySpan<int> ids, ReadOnlySpan<Piece> ranges, long offset);
}

/// <summary>Counts.</summary>
internal sealed class CountingSink : TokenSink
{
    public long Count { get; private set; }

    internal override bool Take(ReadOnlySpan<int> ids, ReadOnlySpan<Piece> ranges, long offset)
    {
        Count += ids.Length;
        return true;
    }
}

/// <summary>Collects ids. Blocks instead of one growing array: a long text never holds its ids twice before the end.</summary>
internal sealed class IdSink : TokenSink
{
    private const int BlockLength = 1 << 20;
    private readonly List<int[]> _blocks = [];
    private int[] _block = new int[256];
    private int _used;

    internal override bool Take(ReadOnlySpan<int> ids, ReadOnlySpan<Piece> ranges, long offset)
    {
        while (ids.Length > _block.Length - _used)
        {
            int room = _block.Length - _used;
            ids[..room].CopyTo(_block.AsSpan(_used));
            ids = ids[room..];
            _blocks.Add(_block);
            _block = new int[Math.Min(2 * _block.Length, BlockLength)];
            _used = 0;
        }

        ids.CopyTo(_block.AsSpan(_used));
        _used += ids.Length;
        return true;
    }

    public int[] ToArray()
    {
        long length = _blocks.Sum(block => (long)block.Length) + _used;
        int[] ids = GC.AllocateUninitializedArray<int>(checked((int)length));
        int at = 0;
        for (int i = 0; i < _blocks.Count; i++)
        {
            _blocks[i].CopyTo(ids, at);
            at += _blocks[i].Length;
            _blocks[i] = [];
        }

        _block.AsSpan(0, _used).CopyTo(ids.AsSpan(at));
        return ids;
    }
}

/// <summary>Hands ids on to a buffer of the caller's.</summary>
internal sealed class WriterSink(IBufferWriter<int> writer) : TokenSink
{
    internal override bool Take(ReadOnlySpan<int> ids, ReadOnlySpan<Piece> ranges, long offset)
    {
        writer.Write(ids);
        return true;
    }
}

/// <summary>Collects ids and ranges of a text of less than 2 GiB, up to a number of tokens.</summary>
internal sealed class RangeSink(int limit = int.MaxValue) : TokenSink
{
    public List<int> Ids { get; } = [];

    public List<Piece> Ranges { get; } = [];

    internal override bool Take(ReadOnlySpan<int> ids, ReadOnlySpan<Piece> ranges, long offset)
    {
        int count = Math.Min(ids.Length, limit - Ids.Count);
        System.Collections.Generic.CollectionExtensions.AddRange(Ids, ids[..count]);
        foreach (var range in ranges[..count])
            Ranges.Add(new Piece(checked((int)(range.Start + offset)), checked((int)(range.End + offset))));
        return Ids.Count < limit;
    }
}
