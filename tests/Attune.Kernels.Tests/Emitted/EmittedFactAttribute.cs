namespace Attune.Kernels.Tests.Emitted;

/// <summary>A test that runs emitted code on the processor; skipped, with the reason, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmittedFactAttribute : FactAttribute
{
    public EmittedFactAttribute()
    {
        if (EmittedKernels.Status.State is not EmittedState.Available)
            Skip = $"not run on this machine: {EmittedKernels.Status.Reason}";
    }
}

/// <summary>A test that places plain x64 code in memory and runs it; skipped, with the reason, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class X64FactAttribute : FactAttribute
{
    private static readonly string? s_skip = Reason();

    public X64FactAttribute() => Skip = s_skip;

    private static unsafe string? Reason()
    {
        if (!System.Runtime.Intrinsics.X86.X86Base.X64.IsSupported)
            return "not run on this machine: not an x64 processor";
        ExecutableMemory.Place([0xC3], SystemPages.Instance, out string? refusal);
        return refusal is null ? null : $"not run on this machine: executable pages refused: {refusal}";
    }
}
