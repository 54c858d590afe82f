namespace Attune.Tokenizers.Tests;

public class SuffixArrayTests
{
    [Fact]
    public void The_places_of_banana_are_in_order()
    {
        int[] text = [.. "banana".Select(letter => letter - 'a')];
        int[] order = SuffixArray.Sort(text, 26, 6);
        Assert.Equal([5, 3, 1, 0, 4, 2], order);
    }

    [Fact]
    public void Places_are_sorted_by_as_many_symbols_as_asked_for()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            int alphabet = 1 + random.Next(4);
            int[] text = [.. Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(alphabet))];
            int depth = 1 << random.Next(5);
            int[] order = SuffixArray.Sort(text, alphabet, depth);
            int[] expected = [.. Enumerable.Range(0, text.Length).Order(Comparer<int>.Create((a, b) => First(a).SequenceCompareTo(First(b))))];
            Assert.Equal(order.Select(place => First(place).ToArray()), expected.Select(place => First(place).ToArray()));
            Assert.Equal(expected.Order(), order.Order());

            ReadOnlySpan<int> First(int place) => text.AsSpan(place, Math.Min(depth, text.Length - place));
        }
    }

    [Fact]
    public void Common_symbols_are_counted_up_to_the_limit_and_the_ends_of_words()
    {
        // ab0, aab0, aabbb: sorted 0aab.., 0aabb.., aab0, aabbb, ab0 (twice), abbb, ...
        int[] text = [1, 2, 0, 1, 1, 2, 0, 1, 1, 2, 2, 2];
        int[] order = SuffixArray.Sort(text, 3, 16);
        Assert.Equal([2, 6, 3, 7, 0, 4, 8, 11, 1, 5, 10, 9], order);
        Assert.Equal([0, 0, 0, 3, 1, 2, 2, 0, 1, 1, 1, 2], SuffixArray.CommonPrefixes(text, order, 255));
        Assert.Equal([0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1], SuffixArray.CommonPrefixes(text, order, 1));
    }
}
