using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>
/// Rows of token ids and the labels that follow them, sequence after sequence, without padding. Its memory grows to the largest batch and is used again from step to
/// step. Not thread-safe.
/// </summary>
public sealed class TokenBatch
{
    private int[] _tokens = [];
    private int[] _labels = [];
    private int[] _lengths = [];
    private int[] _sourceTokens = [];
    private int[] _sourceLengths = [];
    private (long Start, int Length)[] _pieces = [];
    private int _sequences;
    private int _sources;

    /// <summary>N.</summary>
    public int Rows { get; private set; }

    /// <summary>[N] ids.</summary>
    public Span<int> Tokens => _tokens.AsSpan(0, Rows);

    /// <summary>[N] ids of the next tokens; -100 where there is none.</summary>
    public Span<int> Labels => _labels.AsSpan(0, Rows);

    /// <summary>[S] rows of each sequence.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _sequences);

    /// <summary>M: rows of sources; 0 where sequences have none.</summary>
    public int SourceRows { get; private set; }

    /// <summary>[M] ids of what sequences are translations of.</summary>
    public Span<int> SourceTokens => _sourceTokens.AsSpan(0, SourceRows);

    /// <summary>[S] rows of each source; empty where sequences have none.</summary>
    public ReadOnlySpan<int> SourceLengths => _sourceLengths.AsSpan(0, _sources);

    /// <summary>Makes room for sequences of one length; what tokens and labels are is not said.</summary>
    /// <param name="sequences">S.</param>
    /// <param name="length">Rows of each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    /// <exception cref="OverflowException">More rows than an array holds.</exception>
    public void Resize(int sequences, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequences);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Grow(sequences, checked(sequences * length));
        _lengths.AsSpan(0, sequences).Fill(length);
    }

    /// <summary>Where sequences are to be read from: room for so many, to be filled before <see cref="Read(TokenFile, ReadOnlySpan{ValueTuple{long, int}})"/>.</summary>
    internal Span<(long Start, int Length)> Pieces(int count)
    {
        if (_pieces.Length < count)
            _pieces = new (long, int)[count];
        return _pieces.AsSpan(0, count);
    }

    /// <summary>Fills one sequence with tokens from a place on, and their labels.</summary>
    internal void Read(TokenFile tokens, int sequence, int length, long start)
    {
        tokens.Read(start, Tokens.Slice(sequence * length, length));
        tokens.Read(start + 1, Labels.Slice(sequence * length, length));
    }

    /// <summary>Fills sequences of any lengths, each with its labels.</summary>
    internal void Read(TokenFile tokens, ReadOnlySpan<(long Start, int Length)> pieces)
    {
        int rows = 0;
        foreach (var (_, length) in pieces)
            rows += length;
        Grow(pieces.Length, rows);
        int row = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            var (start, length) = pieces[i];
            tokens.Read(start, Tokens.Slice(row, length));
            tokens.Read(start + 1, Labels.Slice(row, length));
            _lengths[i] = length;
            row += length;
        }
    }

    /// <summary>Fills sequences with targets, each with its source.</summary>
    internal void Read(SentencePairs pairs, ReadOnlySpan<int> which)
    {
        int rows = 0, sourceRows = 0;
        foreach (int pair in which)
        {
            rows += pairs.TargetLength(pair);
            sourceRows += pairs.SourceLength(pair);
        }

        Grow(which.Length, rows, which.Length, sourceRows);
        int row = 0, sourceRow = 0;
        for (int i = 0; i < which.Length; i++)
        {
            (_lengths[i], _sourceLengths[i]) = (pairs.TargetLength(which[i]), pairs.SourceLength(which[i]));
            pairs.ReadTarget(which[i], Tokens.Slice(row, _lengths[i]), Labels.Slice(row, _lengths[i]));
            pairs.ReadSource(which[i], SourceTokens.Slice(sourceRow, _sourceLengths[i]));
            row += _lengths[i];
            sourceRow += _sourceLengths[i];
        }
    }

    /// <summary>The sources as rows of this step; null where sequences have none.</summary>
    /// <param name="firstRow">Row within the global step of the first one.</param>
    internal SourceRows? Sources(int firstRow = 0) =>
        _sources == 0 ? null : new SourceRows(Tensor.I32(SourceTokens), Segments.OfStep(SourceLengths), firstRow);

    private void Grow(int sequences, int rows, int sources = 0, int sourceRows = 0)
    {
        if (_tokens.Length < rows)
            (_tokens, _labels) = (new int[Room(rows, _tokens.Length)], new int[Room(rows, _tokens.Length)]);
        if (_sourceTokens.Length < sourceRows)
            _sourceTokens = new int[Room(sourceRows, _sourceTokens.Length)];
        if (_lengths.Length < sequences)
            _lengths = new int[sequences];
        if (_sourceLengths.Length < sources)
            _sourceLengths = new int[sources];
        (Rows, _sequences, SourceRows, _sources) = (rows, sequences, sourceRows, sources);
    }

    // Sequences differ in length: twice the room, so that a record length is seldom.
    private static int Room(int rows, int before) => Math.Max(rows, (int)Math.Min(2L * before, Array.MaxLength));
}
