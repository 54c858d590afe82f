namespace Attune.Kernels;

/// <summary>The matrix product in double precision, as it is defined: the oracle of <see cref="MatMul"/>, and what f64 tensors use.</summary>
public static class MatMulReference
{
    /// <summary>C [m, n] = (accumulate ? C : 0) + op(A) op(B), op(A) [m, k], op(B) [k, n]; op transposes what is stored, or not.</summary>
    public static void Forward(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        Span<double> c,
        int m,
        int n,
        int k,
        bool transposeA = false,
        bool transposeB = false,
        bool accumulate = false)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = accumulate ? c[(i * n) + j] : 0;
                for (int p = 0; p < k; p++)
                    sum += a[transposeA ? (p * m) + i : (i * k) + p] * b[transposeB ? (j * k) + p : (p * n) + j];
                c[(i * n) + j] = sum;
            }
        }
    }

    /// <summary>Gradients of <see cref="Forward"/>: d op(A) = dC op(B)^T and d op(B) = op(A)^T dC, in the stored order of A and B; added to <paramref name="da"/> and <paramref name="db"/>.</summary>
    public static void Backward(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        ReadOnlySpan<double> dc,
        Span<double> da,
        Span<double> db,
        int m,
        int n,
        int k,
        bool transposeA = false,
        bool transposeB = false)
    {
        for (int i = 0; i < m; i++)
        {
            for (int p = 0; p < k; p++)
            {
                for (int j = 0; j < n; j++)
                {
                    int ip = transposeA ? (p * m) + i : (i * k) + p;
                    int pj = transposeB ? (j * k) + p : (p * n) + j;
                    da[ip] += dc[(i * n) + j] * b[pj];
                    db[pj] += a[ip] * dc[(i * n) + j];
                }
            }
        }
    }
}
