namespace Attune.Kernels;

/// <summary>Checks and starts the kernels of functions of one number.</summary>
internal static unsafe class UnaryKernels
{
    /// <summary>y = f(x).</summary>
    public static void Map<TFunction>(TFunction function, string operation, ReadOnlySpan<float> x, Span<float> y)
        where TFunction : unmanaged, IUnaryFunction
    {
        Expect.Length(operation, "y", x.Length, y.Length);
        Expect.SameOrApart(operation, "y", y, "x", x);
        fixed (float* px = x, py = y)
        {
            var kernel = new MapKernel<TFunction> { X = px, Y = py, Function = function, Stream = Streaming.Worthwhile(x.Length, py, px) };
            Launch.Range(ref kernel, x.Length, Streaming.Grain(kernel.Stream));
        }
    }

    /// <summary>dx = dy f'(x).</summary>
    public static void Gradient<TFunction>(
        TFunction function, string operation, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx)
        where TFunction : unmanaged, IUnaryFunction
    {
        Expect.Length(operation, "dy", x.Length, dy.Length);
        Expect.Length(operation, "dx", x.Length, dx.Length);
        Expect.SameOrApart(operation, "dx", dx, "x", x);
        Expect.SameOrApart(operation, "dx", dx, "dy", dy);
        fixed (float* px = x, pdy = dy, pdx = dx)
        {
            bool stream = Streaming.Worthwhile(x.Length, pdx, px, pdy);
            var kernel = new GradientKernel<TFunction> { X = px, Dy = pdy, Dx = pdx, Function = function, Stream = stream };
            Launch.Range(ref kernel, x.Length, Streaming.Grain(kernel.Stream));
        }
    }
}
