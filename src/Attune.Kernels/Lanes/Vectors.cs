using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Attune.Kernels;

/// <summary>The shuffles that a 4 by 4 transposition is made of.</summary>
internal static class Vectors
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>x0 y0 x1 y1.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> InterleaveLow(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackLow(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y)
        : Vector128.Create(x[0], y[0], x[1], y[1]);

    /// <summary>x2 y2 x3 y3.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> InterleaveHigh(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackHigh(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y)
        : Vector128.Create(x[2], y[2], x[3], y[3]);

    /// <summary>x0 x1 y0 y1.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> LowHalves(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.MoveLowToHigh(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x.AsDouble(), y.AsDouble()).AsSingle()
        : Vector128.Create(x[0], x[1], y[0], y[1]);

    /// <summary>x2 x3 y2 y3.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> HighHalves(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.MoveHighToLow(y, x)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x.AsDouble(), y.AsDouble()).AsSingle()
        : Vector128.Create(x[2], x[3], y[2], y[3]);

    /// <summary>8 bytes from each of two places.</summary>
    [MethodImpl(Inline)]
    public static unsafe Vector128<float> LoadHalves(void* x, void* y) => Sse2.IsSupported
        ? Sse2.LoadHigh(Sse2.LoadScalarVector128((double*)x), (double*)y).AsSingle()
        : Vector128.Create(Vector64.Load((float*)x), Vector64.Load((float*)y));

    /// <summary>x0 x2 y0 y2.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Even(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.Shuffle(x, y, 0b10_00_10_00)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipEven(x, y)
        : Vector128.Create(x[0], x[2], y[0], y[2]);

    /// <summary>x1 x3 y1 y3.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Odd(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.Shuffle(x, y, 0b11_01_11_01)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.UnzipOdd(x, y)
        : Vector128.Create(x[1], x[3], y[1], y[3]);
}
