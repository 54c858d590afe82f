namespace Attune.Kernels;

/// <summary>Products of the same sizes: small ones are shared out among the threads whole, big ones one after the other in parts.</summary>
internal unsafe struct BatchedProduct : IProductAction
{
    // A product of this many multiply-adds keeps several threads busy by itself.
    private const long LargeWork = 16 << 20;

    public int Count;
    public Product First;
    public long LeftStep;
    public long RightStep;
    public long CStep;
    public long ResidualStep;

    public readonly void Run<V, TKernel>()
        where V : struct, ILanes<V>
        where TKernel : struct, IProductKernel
    {
        if (IsOneTallProduct)
        {
            var tall = First;
            tall.Rows *= Count;
            ProductDriver<V, TKernel>.Run(tall);
            return;
        }

        long work = (long)First.Rows * First.Columns * First.Depth;
        if (work >= LargeWork)
        {
            for (int i = 0; i < Count; i++)
                ProductDriver<V, TKernel>.Run(At(i));
            return;
        }

        var job = new Job<V, TKernel> { Batch = this, Group = (int)Math.Clamp(ProductDriver<V, TKernel>.PartWork / Math.Max(1, work), 1, Count) };
        Workers.Run(ref job, (Count + job.Group - 1) / job.Group);
    }

    /// <summary>True when one right factor meets left factors, results and residuals that follow each other without a gap.</summary>
    private readonly bool IsOneTallProduct =>
        RightStep == 0 && First.Left.AlongDepth && LeftStep == First.Rows * First.Left.Stride && CStep == First.Rows * First.CStride
        && (First.Residual == null || ResidualStep == First.Rows * First.ResidualStride) && (long)Count * First.Rows <= int.MaxValue;

    private readonly Product At(int index)
    {
        var product = First;
        product.Left = product.Left with { Data = product.Left.Data + (nint)(index * LeftStep * First.Left.ElementBytes) };
        product.Right = product.Right with { Data = product.Right.Data + (nint)(index * RightStep * First.Right.ElementBytes) };
        product.C += index * CStep;
        if (product.Residual != null)
            product.Residual += index * ResidualStep;
        return product;
    }

    private struct Job<V, TKernel> : IJob
        where V : struct, ILanes<V>
        where TKernel : struct, IProductKernel
    {
        public BatchedProduct Batch;
        public int Group;

        public readonly void Run(int part)
        {
            int end = (int)Math.Min(Batch.Count, (part + 1L) * Group);
            for (int i = part * Group; i < end; i++)
                ProductDriver<V, TKernel>.Run(Batch.At(i));
        }
    }
}
