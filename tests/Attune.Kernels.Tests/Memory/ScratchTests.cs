namespace Attune.Kernels.Tests.Memory;

public unsafe class ScratchTests
{
    [Fact]
    public void Blocks_in_use_at_once_do_not_overlap()
    {
        using var first = Scratch.Rent(1000);
        using var second = Scratch.Rent(1000);

        Assert.True(first.Bytes + 1000 <= second.Bytes || second.Bytes + 1000 <= first.Bytes);
    }

    [Fact]
    public void A_steady_state_allocates_nothing()
    {
        Use();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            Use();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Use()
        {
            using var outer = Scratch.Rent(100_000);
            using var inner = Scratch.Rent(50);
            inner.Floats[0] = outer.Floats[0];
        }
    }
}
