using Attune.Tensors;

namespace Attune.Nn;

/// <summary>What a forward pass knows beside its rows. Immutable; one with caches serves one forward pass, within one step.</summary>
/// <param name="Segments">Which rows are which sequence.</param>
public sealed record Pass(Segments Segments)
{
    private List<CacheGroup>? _cacheGroups;

    /// <summary>Keys and values of earlier passes, one cache for each sequence; none where sequences are whole. A pass adds its own; those of neighbours that share a pool are read together.</summary>
    public IReadOnlyList<KeyValueCache>? Caches
    {
        get;
        init => (field, _cacheGroups) = (value, null);
    }

    /// <summary>Of an encoder-decoder: what is to be encoded, a source for each sequence; none where <see cref="Memory"/> has it already.</summary>
    public SourceRows? Source { get; init; }

    /// <summary>Of an encoder-decoder: what its encoder made of the sources.</summary>
    public EncoderMemory? Memory { get; init; }

    /// <summary>
    /// i32 [S + 1]: the first row that looks at each source of <see cref="Memory"/>, and N. None where each sequence has a source of its own; in beam search the beams of a
    /// source are neighbours and share it.
    /// </summary>
    public Tensor MemoryOffsets { get; init; }

    /// <summary>Drop-out of a training pass; none where nothing is dropped.</summary>
    public DropoutDraws? Dropout { get; init; }

    /// <summary>The type in which factors of linear layers and of the output layer are multiplied: f32, or bf16 beside f32 sums and f32 parameters.</summary>
    public DType Precision { get; init; } = DType.F32;

    /// <summary>Where linear layers take their weights from, if they have the type of <see cref="Precision"/>; none to read them as they are.</summary>
    public PackedWeights? PackedWeights { get; init; }

    /// <summary>Computes activations of blocks again in the backward pass instead of keeping them.</summary>
    public bool RecomputesActivations { get; init; }

    /// <summary>Told every named value on the way, for pictures and checks; the tensors are those of the step.</summary>
    public Action<string, Tensor>? Observer { get; init; }

    /// <summary>The caches as attention reads them; null without caches.</summary>
    internal List<CacheGroup>? CacheGroups => Caches is null ? null : _cacheGroups ??= CacheGroup.Of(Segments, Caches);

    /// <summary>The type in which x and a weight are multiplied: <see cref="Precision"/> for f32, for other numbers their own.</summary>
    public DType FactorType(Tensor x) => x.DType is DType.F32 ? Precision : x.DType;

    /// <summary>One block of a stack, its activations recomputed where the pass says so and has no caches, which take rows once.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="block">[N, C] -> [N, C]; uses no other value that needs a gradient, but for parameters.</param>
    public Tensor Block(Tensor x, Func<Tensor, Pass, Tensor> block) =>
        RecomputesActivations && Caches is null && Tape.IsRecording ? Operations.Recompute(inputs => block(inputs[0], this), x) : block(x, this);

    /// <summary>One block of a decoder's stack, which looks at <see cref="Memory"/> as well.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="memory">What the encoder made.</param>
    /// <param name="block">[N, C] -> [N, C]; uses no other value that needs a gradient, but for parameters and the memory it is given.</param>
    public Tensor Block(Tensor x, EncoderMemory memory, Func<Tensor, EncoderMemory, Pass, Tensor> block) => RecomputesActivations && Caches is null && Tape.IsRecording
        ? Operations.Recompute(inputs => block(inputs[0], new EncoderMemory(inputs[1], memory.Segments), this), x, memory.Rows)
        : block(x, memory, this);

    /// <summary>Tells the observer, if there is one.</summary>
    /// <returns>The value.</returns>
    public Tensor Observe(string path, string name, Tensor value)
    {
        Observer?.Invoke(path.Length == 0 ? name : $"{path}.{name}", value);
        return value;
    }
}

/// <summary>Which draws drop-out takes: a function of run, step, place in the model, row within the global step, and column.</summary>
/// <param name="Seed">The run.</param>
/// <param name="Step">The step within the run.</param>
/// <param name="FirstRow">Row within the global step of the pass's first row, where a step accumulates several passes.</param>
public sealed record DropoutDraws(ulong Seed, int Step, int FirstRow = 0);
