namespace Attune.Kernels.Tests.Memory;

public unsafe class PinnedBufferTests
{
    [Theory]
    [InlineData(0L, 1)]
    [InlineData(1L, 64)]
    [InlineData(4095L, 64)]
    [InlineData(1L << 20, 64)]
    [InlineData(1L << 23, 64)]
    public void A_block_is_aligned_and_as_large_as_asked(long bytes, int alignment)
    {
        var buffer = new PinnedBuffer(bytes);

        Assert.Equal(bytes, buffer.Bytes);
        Assert.Equal(bytes, buffer.Span<byte>().Length);
        fixed (byte* pointer = buffer.Span<byte>())
            Assert.Equal(0u, (nuint)pointer % (uint)alignment);
    }

    [Fact]
    public void A_span_keeps_its_block_alive()
    {
        var span = Make();
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _ = new PinnedBuffer(1 << 20);
        }

        Assert.Equal(-1, span.IndexOfAnyExcept(42f));

        static Span<float> Make()
        {
            var span = new PinnedBuffer(1 << 20).Span<float>();
            span.Fill(42);
            return span;
        }
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(0, 26)]
    [InlineData(25, 1)]
    [InlineData(3, -1)]
    public void A_part_outside_of_the_block_is_refused(int start, int count)
    {
        var buffer = new PinnedBuffer(100);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Span<float>(start, count).Length);
        Assert.Contains("of a block of 25", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MaxValue / 2)]
    public void A_size_that_no_block_can_have_is_refused(long bytes)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new PinnedBuffer(bytes));
        Assert.Contains($"expected 0 to 16 GiB in one block, got {bytes} bytes", error.Message, StringComparison.Ordinal);
    }
}
