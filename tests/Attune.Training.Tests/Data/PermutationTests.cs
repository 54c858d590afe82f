namespace Attune.Training.Tests;

public class PermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(4097)]
    [InlineData(100_003)]
    public void Every_number_comes_at_exactly_one_place(int count)
    {
        for (long epoch = 0; epoch < 3; epoch++)
        {
            var seen = new bool[count];
            for (int place = 0; place < count; place++)
            {
                long number = Permutation.Of(place, count, seed: 7, epoch);
                Assert.False(seen[number], $"{number} comes twice");
                seen[number] = true;
            }
        }
    }

    [Fact]
    public void Seeds_and_epochs_have_orders_of_their_own()
    {
        long[] Order(ulong seed, long epoch) => [.. Enumerable.Range(0, 100).Select(place => Permutation.Of(place, 100, seed, epoch))];

        Assert.Equal(Order(1, 0), Order(1, 0));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Enumerable.Range(0, 100).Select(place => (long)place), Order(1, 0));
    }

    [Fact]
    public void More_numbers_than_memory_holds_are_no_matter()
    {
        const long Count = (1L << 40) + 3;
        long[] numbers = [.. Enumerable.Range(0, 1000).Select(i => Permutation.Of(i * (Count / 1000), Count, 1, 0))];

        Assert.Equal(1000, numbers.Distinct().Count());
        Assert.All(numbers, number => Assert.InRange(number, 0, Count - 1));
    }
}
