namespace Attune.Tokenizers.Tests;

public class OrderedChunksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Results_are_added_in_order(int threads)
    {
        var added = new List<int>();
        OrderedChunks.Run(100, threads, () => new int[1], (chunk, result) => result[0] = chunk, result => added.Add(result[0]), default);
        Assert.Equal(Enumerable.Range(0, 100), added);
    }

    [Fact]
    public void A_failure_ends_all_threads()
    {
        var error = Assert.Throws<AggregateException>(() => OrderedChunks.Run(
            100, 4, () => 0, (chunk, _) => _ = chunk == 13 ? throw new InvalidOperationException("13") : 0, _ => { }, default));
        Assert.Contains(error.InnerExceptions, inner => inner.Message == "13");
    }

    [Fact]
    public void No_chunks_are_no_work() => OrderedChunks.Run(0, 4, () => 0, (_, _) => { }, _ => { }, default);
}
