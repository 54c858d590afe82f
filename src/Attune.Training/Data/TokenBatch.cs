namespace Attune.Training;

/// <summary>Rows of token ids and the labels that follow them, sequence after sequence, without padding. Reused from step to step.</summary>
public sealed class TokenBatch
{
    /// <summary>[N] ids.</summary>
    public int[] Tokens { get; set; } = [];

    /// <summary>[N] ids of the next tokens; -100 where there is none.</summary>
    public int[] Labels { get; set; } = [];

    /// <summary>[S] rows of each sequence.</summary>
    public int[] Lengths { get; set; } = [];

    /// <summary>N.</summary>
    public int Rows => Tokens.Length;

    /// <summary>Makes room for sequences of one length; arrays that fit are kept.</summary>
    internal void Shape(int sequences, int length)
    {
        if (Tokens.Length != sequences * length)
            (Tokens, Labels) = (new int[sequences * length], new int[sequences * length]);
        if (Lengths.Length != sequences || Lengths[0] != length)
        {
            Lengths = new int[sequences];
            Array.Fill(Lengths, length);
        }
    }

    /// <summary>Fills one sequence with tokens from a place on, and their labels.</summary>
    internal void Read(TokenFile tokens, int sequence, int length, long start)
    {
        tokens.Read(start, Tokens.AsSpan(sequence * length, length));
        tokens.Read(start + 1, Labels.AsSpan(sequence * length, length));
    }

    /// <summary>Fills sequences of any lengths, each with its labels.</summary>
    internal void Read(TokenFile tokens, ReadOnlySpan<(long Start, int Length)> pieces)
    {
        int rows = 0;
        foreach (var (_, length) in pieces)
            rows += length;
        if (Tokens.Length != rows)
            (Tokens, Labels) = (new int[rows], new int[rows]);
        if (Lengths.Length != pieces.Length)
            Lengths = new int[pieces.Length];
        int row = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            var (start, length) = pieces[i];
            tokens.Read(start, Tokens.AsSpan(row, length));
            tokens.Read(start + 1, Labels.AsSpan(row, length));
            Lengths[i] = length;
            row += length;
        }
    }
}
