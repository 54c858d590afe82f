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
}
