namespace Attune.Kernels;

/// <summary>Whether kernels assembled at run time can be used in this process, and if not, why.</summary>
public enum EmittedState
{
    /// <summary>They are in use on <see cref="KernelPath.Emitted"/>.</summary>
    Available,

    /// <summary>The processor has none of the instructions they are for.</summary>
    InstructionsMissing,

    /// <summary>The operating system does not let this process run code it wrote.</summary>
    PagesRefused,
}

/// <summary>An <see cref="EmittedState"/> with its reason in words.</summary>
/// <param name="State">Whether the kernels are available.</param>
/// <param name="Reason">One line for people, such as <c>executable pages refused: mprotect: Permission denied (error 13)</c>.</param>
public sealed record EmittedStatus(EmittedState State, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Reason;
}
