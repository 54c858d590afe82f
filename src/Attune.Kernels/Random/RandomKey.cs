namespace Attune.Kernels;

/// <summary>
/// Which stream of random numbers: a number is then a function of this, its row and its column, and of nothing else.
/// </summary>
/// <param name="Seed">The run.</param>
/// <param name="Step">The step within the run.</param>
/// <param name="Site">The place within the model that draws.</param>
public readonly record struct RandomKey(ulong Seed, int Step, int Site);
