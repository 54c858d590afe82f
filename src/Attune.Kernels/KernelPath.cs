using System.Runtime.Intrinsics;

namespace Attune.Kernels;

/// <summary>Which code a kernel runs. Every path computes the same function; each has its own fixed order of summation.</summary>
public enum KernelPath
{
    /// <summary>One number at a time: the reference.</summary>
    Scalar,

    /// <summary>128-bit vectors: ARM NEON, and x64 processors without AVX2.</summary>
    V128,

    /// <summary>256-bit vectors: AVX2 and FMA.</summary>
    V256,

    /// <summary>512-bit vectors: AVX-512.</summary>
    V512,

    /// <summary>The widest vectors, and kernels assembled at run time for instructions that .NET does not expose.</summary>
    Emitted,
}

/// <summary>Chooses the <see cref="KernelPath"/>: the fastest the processor has, or what <c>ATTUNE_KERNELS</c> says.</summary>
public static class KernelPaths
{
    /// <summary>The environment variable that forces a path.</summary>
    public const string Variable = "ATTUNE_KERNELS";

    private static KernelPath? s_process;

    [ThreadStatic]
    private static KernelPath? t_override;

    /// <summary>The path that kernels called from this thread take.</summary>
    /// <exception cref="InvalidOperationException"><c>ATTUNE_KERNELS</c> holds an unknown name.</exception>
    public static KernelPath Current => t_override ?? (s_process ??= Parse(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>The fastest path of this processor that needs no run-time assembly.</summary>
    public static KernelPath Widest =>
        Vector512.IsHardwareAccelerated ? KernelPath.V512
        : Vector256.IsHardwareAccelerated ? KernelPath.V256
        : Vector128.IsHardwareAccelerated ? KernelPath.V128
        : KernelPath.Scalar;

    /// <summary>The fastest path of this processor.</summary>
    public static KernelPath Default => EmittedKernels.AreFaster ? KernelPath.Emitted : Widest;

    /// <summary><see cref="Current"/> with <see cref="KernelPath.Emitted"/> resolved to the vectors used beside emitted code.</summary>
    internal static KernelPath CurrentLanes => Current is KernelPath.Emitted ? Widest : Current;

    /// <summary>Forces a path for kernels called from this thread until the result is disposed.</summary>
    /// <remarks>A path wider than the processor still computes the right thing, slowly: the JIT splits its vectors.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the paths.</exception>
    public static Scope Use(KernelPath path)
    {
        if (path is < KernelPath.Scalar or > KernelPath.Emitted)
            throw new ArgumentOutOfRangeException(nameof(path), path, $"kernels: expected one of the paths, got {path}");
        var scope = new Scope(t_override);
        t_override = path;
        return scope;
    }

    internal static KernelPath Parse(string? value) => value switch
    {
        null or "" => Default,
        "scalar" => KernelPath.Scalar,
        "v128" => KernelPath.V128,
        "v256" => KernelPath.V256,
        "v512" => KernelPath.V512,
        "emitted" => KernelPath.Emitted,
        _ => throw new InvalidOperationException(
            $"{Variable}: expected scalar, v128, v256, v512 or emitted, got \"{value}\""),
    };

    /// <summary>Restores the path that was in force before <see cref="Use"/>.</summary>
    public readonly ref struct Scope
    {
        private readonly KernelPath? _previous;

        internal Scope(KernelPath? previous) => _previous = previous;

        /// <summary>Restores the previous path.</summary>
        public void Dispose() => t_override = _previous;
    }
}
