using System.Buffers;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// Which rows of a batch belong to which sequence: a batch is one tensor [N, C], N = all tokens of all sequences, without padding. Only attention,
/// convolution, recurrence and positions look at it.
/// </summary>
/// <remarks>
/// Immutable, thread-safe. Its tensors belong to the garbage collector, whatever step it was made in, so one object serves any number of steps; but for those of
/// <see cref="OfStep(ReadOnlySpan{int})"/>.
/// </remarks>
public sealed class Segments
{
    private readonly int[] _lengths;
    private readonly int[] _past;

    private Segments(int[] lengths, int[] past, bool isOfStep = false)
    {
        _lengths = lengths;
        _past = past;
        int rows = 0;
        for (int s = 0; s < lengths.Length; s++)
        {
            if (lengths[s] < 0 || past[s] < 0)
                throw new ArgumentException($"segments: expected lengths of at least 0, got {lengths[s]} after {past[s]} in sequence {s}");
            rows = checked(rows + lengths[s]);
        }

        int[] scratch = ArrayPool<int>.Shared.Rent(lengths.Length + 1 + rows);
        var offsets = scratch.AsSpan(0, lengths.Length + 1);
        var positions = scratch.AsSpan(lengths.Length + 1, rows);
        offsets[0] = 0;
        for (int s = 0; s < lengths.Length; s++)
        {
            offsets[s + 1] = offsets[s] + lengths[s];
            for (int i = 0; i < lengths[s]; i++)
                positions[offsets[s] + i] = past[s] + i;
        }

        var (first, place) = (Tensor.I32(offsets), Tensor.I32(positions));
        ArrayPool<int>.Shared.Return(scratch);
        (Offsets, Positions) = isOfStep ? (first, place) : (first.Keep(), place.Keep());
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

    /// <summary>
    /// The same, for this step alone: its tensors end with the step it is made in. For batches whose lengths differ from step to step: their memory is used again.
    /// </summary>
    /// <exception cref="ArgumentException">A negative length.</exception>
    public static Segments OfStep(params ReadOnlySpan<int> lengths) => new(lengths.ToArray(), new int[lengths.Length], isOfStep: true);

    /// <summary><see cref="Continue"/> for this step alone.</summary>
    /// <inheritdoc cref="Continue"/>
    public static Segments OfStep(ReadOnlySpan<int> lengths, ReadOnlySpan<int> past) => new(lengths.ToArray(), Fitting(lengths, past), isOfStep: true);

    /// <summary>Sequences that go on: of each, <paramref name="past"/> rows are in its cache.</summary>
    /// <exception cref="ArgumentException">A negative length, or other numbers of sequences.</exception>
    public static Segments Continue(ReadOnlySpan<int> lengths, ReadOnlySpan<int> past) => new(lengths.ToArray(), Fitting(lengths, past));

    private static int[] Fitting(ReadOnlySpan<int> lengths, ReadOnlySpan<int> past) => past.Length == lengths.Length
        ? past.ToArray()
        : throw new ArgumentException($"segments: expected as many past lengths as lengths, got {past.Length} and {lengths.Length}");
}
