namespace Attune.Kernels;

/// <summary>A whole right factor packed for the products of one path.</summary>
internal static unsafe class RightPacking
{
    /// <summary>Memory that a packed factor takes.</summary>
    public static long Bytes(int columns, int depth, KernelPath path)
    {
        var action = new Action { Columns = columns, Depth = depth };
        ProductPaths.Dispatch(ref action, path);
        return action.Bytes;
    }

    /// <summary>Packs it into <see cref="Bytes"/> of memory.</summary>
    public static void Pack(in Operand right, int columns, int depth, KernelPath path, byte* target)
    {
        var action = new Action { Right = right, Columns = columns, Depth = depth, Target = target };
        ProductPaths.Dispatch(ref action, path);
    }

    private struct Action : IProductAction
    {
        public Operand Right;
        public int Columns;
        public int Depth;
        public byte* Target;
        public long Bytes;

        public void Run<V, TKernel>()
            where V : struct, ILanes<V>
            where TKernel : struct, IProductKernel
        {
            Bytes = ProductDriver<V, TKernel>.PackedBytes(Columns, Depth);
            if (Target != null && Columns > 0 && Depth > 0)
                ProductDriver<V, TKernel>.PackRight(Right, 0, Columns, 0, Depth, Target);
        }
    }
}
