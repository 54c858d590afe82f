namespace Attune.Kernels;

/// <summary>Positions in a view [outer, n, inner] whose middle dimension is reduced to [outer, inner].</summary>
internal readonly record struct ReducedView(int N, int Inner)
{
    /// <summary>Where element <paramref name="i"/> of those is that are reduced to <paramref name="result"/>.</summary>
    public int this[int result, int i] => (((result / Inner * N) + i) * Inner) + (result % Inner);
}
