using Attune.Tensors;

namespace Attune.Nn.Tests;

public class KeyValuePoolTests
{
    [Fact]
    public void It_takes_memory_with_use_and_keeps_what_it_holds()
    {
        var pool = new KeyValuePool(2, 1, 3);
        Assert.Equal((0, 0L), (pool.Rows, pool.Bytes));
        var cache = pool.NewCache(1000);
        for (int i = 0; i < 200; i++)
        {
            int row = pool.Take(1);
            Assert.Equal(i, row);
            cache.Hold(row, 1);
            cache.Advance(1);
            for (int layer = 0; layer < 2; layer++)
                pool.Write(layer, row, Tensor.Full([1, 1, 3], i + (1000 * layer)), Tensor.Full([1, 1, 3], -i));
        }

        Assert.Equal(256, pool.Capacity);
        Assert.Equal(2L * 2 * 256 * 3 * sizeof(float), pool.Bytes);
        for (int layer = 0; layer < 2; layer++)
        {
            var (keys, values) = pool.Of(layer);
            for (int i = 0; i < 200; i++)
                Assert.Equal((i + (1000f * layer), 0f - i), (keys.Select(0, i).ToArray<float>()[1], values.Select(0, i).ToArray<float>()[2]));
        }
    }

    [Fact]
    public void The_last_rows_come_back_when_nobody_refers_to_them()
    {
        var pool = new KeyValuePool(1, 1, 1);
        KeyValueCache one = pool.NewCache(10), two = pool.NewCache(10);
        one.Advance(4);
        two.Advance(2);
        one.Truncate(1);
        Assert.Equal(6, pool.Rows);
        two.Truncate(0);
        Assert.Equal(1, pool.Rows);

        one.Advance(2);
        var fork = one.Fork();
        one.Truncate(0);
        Assert.Equal((3, 3), (pool.Rows, fork.Length));
        fork.Truncate(2);
        Assert.Equal(2, pool.Rows);
        fork.Truncate(0);
        Assert.Equal(0, pool.Rows);
    }

    [Fact]
    public void A_sequence_that_is_cut_back_and_goes_on_for_long_needs_no_more_memory()
    {
        var pool = new KeyValuePool(1, 2, 4);
        var cache = pool.NewCache(60);
        for (int i = 0; i < 100; i++)
        {
            cache.Advance(40);
            cache.Truncate(i % 20);
        }

        Assert.Equal(64, pool.Capacity);
    }

    [Fact]
    public void Clearing_takes_all_rows_back_and_ends_the_caches()
    {
        var pool = new KeyValuePool(1, 1, 2);
        var cache = pool.NewCache(10);
        cache.Advance(3);
        pool.Clear();

        Assert.Equal((0, 64), (pool.Rows, pool.Capacity));
        Assert.Throws<InvalidOperationException>(() => cache.Advance(1));
        Assert.Throws<InvalidOperationException>(() => cache.Truncate(0));
        Assert.Equal("cache: expected a pool that holds its rows, got one that was cleared", Assert.Throws<InvalidOperationException>(() => cache.Fork()).Message);
        pool.NewCache(10).Advance(5);
        Assert.Equal(5, pool.Rows);
    }
}
