using System.Text;

namespace Attune.Tokenizers.Tests;

public class TokenTrieTests
{
    [Fact]
    public void Every_token_and_nothing_else_is_found()
    {
        var random = new Random(1);
        for (int round = 0; round < 50; round++)
        {
            var vocabulary = Random(random, round < 25 ? 30 : 2000, round % 5 == 0 ? 256 : 3);
            var trie = TokenTrie.Of(vocabulary);
            for (int id = 0; id < vocabulary.IdLimit; id++)
                Assert.Equal(id, trie.At(trie.Walk(vocabulary.Bytes(id))));
            for (int i = 0; i < 500; i++)
            {
                byte[] other = Bytes(random, 3, 5);
                int node = trie.Walk(other);
                int found = node < 0 ? -1 : trie.At(node);
                Assert.Equal(vocabulary.TryGetId(other, out int id) && other.Length > 0 ? id : -1, found);
            }
        }
    }

    [Fact]
    public void Tokens_that_are_left_out_and_the_empty_one_are_not_found()
    {
        var trie = TokenTrie.Of(Vocabulary.Create(["", "a", "ab"]), id => id == 2);
        Assert.Equal(-1, trie.At(TokenTrie.Root));
        Assert.Equal(1, trie.At(trie.Walk("a"u8)));
        Assert.Equal(-1, trie.Walk("ab"u8));
    }

    [Fact]
    public void An_empty_vocabulary_gives_a_trie_that_finds_nothing() => Assert.Equal(-1, TokenTrie.Of(Vocabulary.Create([])).Walk("a"u8));

    [Fact]
    public void A_token_of_a_megabyte_costs_no_stack()
    {
        string token = new('a', 1 << 20);
        var trie = TokenTrie.Of(Vocabulary.Create([token]));
        Assert.Equal(0, trie.At(trie.Walk(Encoding.UTF8.GetBytes(token))));
    }

    private static Vocabulary Random(Random random, int count, int letters)
    {
        var seen = new HashSet<string>();
        var builder = new Vocabulary.Builder();
        for (int tries = 0; builder.Count < count; tries++)
        {
            byte[] token = Bytes(random, letters, 1 + tries / 1000 + random.Next(8));
            if (seen.Add(Convert.ToHexString(token)))
                Assert.True(builder.TryAdd(token, builder.Count, out _));
        }

        return builder.Build();
    }

    private static byte[] Bytes(Random random, int letters, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (byte)(random.Next(letters) + (letters < 256 ? 'a' : 0)))];
}
