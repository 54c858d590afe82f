namespace Attune.Tokenizers.Tests;

public class MergeTableTests
{
    private static readonly Vocabulary s_vocabulary = Vocabulary.Create(["a", "b", "ab", "aba", "", "##b"]);

    [Theory]
    [InlineData(0, 9, "found 0 and 9")]
    [InlineData(-1, 0, "found -1 and 0")]
    [InlineData(1, 0, "make a token of the vocabulary, found \"b\" and \"a\"")]
    [InlineData(0, 4, "would never end")]
    [InlineData(4, 0, "would never end")]
    [InlineData(0, 1, "each pair once, found \"a\" and \"b\" again")]
    public void What_cannot_be_a_merge_is_refused_with_its_place(int left, int right, string problem)
    {
        Assert.False(MergeTable.TryCreate(s_vocabulary, [(0, 1), (left, right)], out _, out string? found, out int index));
        Assert.Equal(1, index);
        Assert.Contains(problem, found);
        Assert.Contains("merge 1: ", Assert.Throws<ArgumentException>(() => MergeTable.FromPairs(s_vocabulary, [(0, 1), (left, right)])).Message);
    }

    [Fact]
    public void The_prefix_of_the_second_token_disappears()
    {
        Assert.Equal(2, (int)MergeTable.FromPairs(s_vocabulary, [(0, 5)], "##").Find(0, 5));
        Assert.False(MergeTable.TryCreate(s_vocabulary, [(0, 1)], out _, out string? problem, out _, "##"));
        Assert.Contains("begins with \"##\"", problem);
    }

    [Fact]
    public void Pairs_have_their_order_and_others_are_not_found()
    {
        var table = MergeTable.FromPairs(s_vocabulary, [(2, 0), (0, 1)]);
        Assert.Equal([(2, 0), (0, 1)], table.Pairs);
        Assert.Equal(3UL, table.Find(2, 0));
        Assert.Equal(1UL << 32 | 2, table.Find(0, 1));
        Assert.Equal(MergeTable.None, table.Find(1, 0));
    }

    [Fact]
    public void Priorities_give_every_split_of_a_token_in_their_order()
    {
        var vocabulary = Vocabulary.Create(["a", "b", "ab", "ba", "aba", "bb"]);
        var table = MergeTable.FromPriorities(vocabulary, [0, 1, 7, 5, 5, int.MaxValue]);
        Assert.Equal([(1, 0), (0, 3), (2, 0), (0, 1)], table.Pairs);
        Assert.Equal(table.Find(0, 3), table.Find(2, 0));
        Assert.Equal(table.Find(1, 0) >> 32, table.Find(2, 0) >> 32);
        Assert.Equal(MergeTable.None, table.Find(1, 1));
        Assert.Throws<ArgumentException>(() => MergeTable.FromPriorities(vocabulary, [0]));
    }

    [Fact]
    public void A_table_of_none_finds_nothing() => Assert.Equal(MergeTable.None, MergeTable.FromPairs(s_vocabulary, []).Find(0, 0));
}
