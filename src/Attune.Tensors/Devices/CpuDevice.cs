using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>
/// The processor: hands spans to Attune.Kernels. f32 runs the fast kernels, f64 the plain reference code that they are tested
/// against.
/// </summary>
internal sealed partial class CpuDevice : Device
{
    public CpuDevice()
        : base("cpu")
    {
    }

    private protected override Storage Allocate(long bytes, int sizeClass) => new CpuStorage(this, bytes, sizeClass);

    /// <summary>The elements of a tensor without gaps; nothing for no tensor and for an empty one, which may be a view past the end of the memory.</summary>
    private static Span<T> Elements<T>(Tensor x)
        where T : unmanaged
    {
        if (x.IsNone)
            return default;
        var state = x.State;
        if (!state.IsContiguous)
            throw new InvalidOperationException($"cpu: a kernel was handed a view {state.Shape} made by {state.Operation} that has gaps");
        return state.Shape.ElementCount == 0 ? default : ((CpuStorage)state.Storage).Buffer.Span<T>(state.Offset, state.Shape.ElementCount);
    }

    private static Span<float> F32(Tensor x) => Elements<float>(x);

    private static Span<double> F64(Tensor x) => Elements<double>(x);

    private static Span<int> I32(Tensor x) => Elements<int>(x);

    /// <summary>Memory from the first element of a view to its last one.</summary>
    private static Span<T> Reach<T>(Tensor x)
        where T : unmanaged
    {
        var state = x.State;
        if (state.Shape.ElementCount == 0)
            return default;
        long last = 0;
        for (int i = 0; i < state.Shape.Rank; i++)
            last += (state.Shape[i] - 1L) * state.Strides[i];
        return ((CpuStorage)state.Storage).Buffer.Span<T>(state.Offset, checked((int)(last + 1)));
    }

    private static ArgumentException NotComputed(string operation, Tensor x) =>
        new ArgumentException($"{operation}: {x.DType.Name()} is stored, not computed with; got {x.Shape}");

    private sealed class CpuStorage(Device device, long bytes, int sizeClass) : Storage(device, bytes, sizeClass)
    {
        public PinnedBuffer Buffer { get; } = new(bytes);
    }
}
