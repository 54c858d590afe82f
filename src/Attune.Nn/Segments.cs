using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// Which rows of a batch belong to which sequence: a batch is one tensor [N, C], N = all tokens of all sequences, without padding. Only attention,
/// convolution, recurrence and positions look at it.
/// </summary>
/// <remarks>Immutable, thread-safe. Its tensors belong to the garbage collector, whatever step it was made in, so one object serves any number of steps.</remarks>
public sealed class Segments
{
    private readonly int[] _lengths;
    private readonly int[] _past;

    private Segments(int[] lengths, int[] past)
    {
        _lengths = lengths;
        _past = past;
        var offsets = new int[lengths.Length + 1];
        for (int s = 0; s < lengths.Length; s++)
        {
            if (lengths[s] < 0 || past[s] < 0)
                throw new ArgumentException($"segments: expected lengths of at least 0, got {lengths[s]} after {past[s]} in sequence {s}");
            offsets[s + 1] = checked(offsets[s] + lengths[s]);
        }

        var positions = new int[offsets[^1]];
        for (int s = 0; s < lengths.Length; s++)
        {
            for (int i = 0; i < lengths[s]; i++)
                positions[offsets[s] + i] = past[s] + i;
        }

        Offsets = Tensor.I32(offsets).Keep();
        Positions = Tensor.I32(positions).Keep();
    }

    /// <summary>[S + 1], i32: the first row of every sequence, and N.</summary>
    public Tensor Offsets { get; }

    /// <summary>[N], i32: the position of each row in its sequence, from 0.</summary>
    public Tensor Positions { get; }

    /// <summary>N.</summary>
    public int Rows => Positions.ElementCount;

    /// <summary>S.</summary>
    public int Count => _lengths.Length;

    /// <summary>Rows of each sequence.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>Rows of each sequence that came in earlier passes and are in its cache.</summary>
    public ReadOnlySpan<int> Past => _past;

    /// <summary>Whole sequences of these lengths, one after the other.</summary>
    /// <exception cref="ArgumentException">A negative length.</exception>
    public static Segments Of(params ReadOnlySpan<int> lengths) => new(lengths.ToArray(), new int[lengths.Length]);

    /// <summary>Sequences that go on: of each, <paramref name="past"/> rows are in its cache.</summary>
    /// <exception cref="ArgumentException">A negative length, or other numbers of sequences.</exception>
    public static Segments Continue(ReadOnlySpan<int> lengths, ReadOnlySpan<int> past)
    {
        if (lengths.Length != past.Length)
            throw new ArgumentException($"segments: expected as many past lengths as lengths, got {past.Length} and {lengths.Length}");
        return new(lengths.ToArray(), past.ToArray());
    }
}
