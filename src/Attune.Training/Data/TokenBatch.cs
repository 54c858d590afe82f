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
    private (long Start, int Length)[] _pieces = [];
    private int _sequences;

    /// <summary>N.</summary>
    public int Rows { get; private set; }

    /// <summary>[N] ids.</summary>
    public Span<int> Tokens => _tokens.AsSpan(0, Rows);

    /// <summary>[N] ids of the next tokens; -100 where there is none.</summary>
    public Span<int> Labels => _labels.AsSpan(0, Rows);

    /// <summary>[S] rows of each sequence.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _sequences);

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

    private void Grow(int sequences, int rows)
    {
        if (_tokens.Length < rows)
        {
            // Documents differ in length: twice the room, so that a record length is seldom.
            int room = Math.Max(rows, (int)Math.Min(2L * _tokens.Length, Array.MaxLength));
            (_tokens, _labels) = (new int[room], new int[room]);
        }

        if (_lengths.Length < sequences)
            _lengths = new int[sequences];
        (Rows, _sequences) = (rows, sequences);
    }
}
