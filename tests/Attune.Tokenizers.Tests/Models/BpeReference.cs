using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>
/// Byte-pair encoding as the paper tells it, in the plainest way: pairs in a dictionary, all of them looked at for each merge. And vocabularies to try it on.
/// </summary>
internal sealed class BpeReference
{
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges = [];

    public required Vocabulary Vocabulary { get; init; }

    public required MergeTable Table { get; init; }

    public int[] Merge(IEnumerable<int> symbols)
    {
        List<int> ids = [.. symbols];
        while (true)
        {
            int best = -1;
            int rank = int.MaxValue;
            for (int i = 0; i + 1 < ids.Count; i++)
            {
                if (_merges.TryGetValue((ids[i], ids[i + 1]), out var merge) && merge.Rank < rank)
                    (best, rank) = (i, merge.Rank);
            }

            if (best < 0)
                return [.. ids];
            ids[best] = _merges[(ids[best], ids[best + 1])].Merged;
            ids.RemoveAt(best + 1);
        }
    }

    /// <summary>The tokens of a text whose characters are all tokens.</summary>
    public int[] Encode(string text) => Merge(text.EnumerateRunes().Select(rune => Vocabulary.IdOf(rune.ToString())!.Value));

    /// <summary>Merges as training learns them: of two tokens there are to one that is new, and none where <paramref name="isToken"/> says no.</summary>
    public static BpeReference Learned(Random random, string letters, int merges, Func<string, bool>? isToken = null)
    {
        List<string> tokens = [.. letters.EnumerateRunes().Select(rune => rune.ToString())];
        var pairs = new List<(int, int)>();
        for (int attempt = 0; pairs.Count < merges && attempt < 50 * merges; attempt++)
        {
            int left = random.Next(tokens.Count);
            int right = random.Next(tokens.Count);
            string merged = tokens[left] + tokens[right];
            if (tokens.Contains(merged) || merged.Length > 12 || !(isToken?.Invoke(merged) ?? true))
                continue;
            tokens.Add(merged);
            pairs.Add((left, right));
        }

        var vocabulary = Vocabulary.Create(tokens);
        var result = new BpeReference { Vocabulary = vocabulary, Table = MergeTable.FromPairs(vocabulary, pairs) };
        for (int rank = 0; rank < pairs.Count; rank++)
            result._merges.Add(pairs[rank], (rank, vocabulary.IdOf(tokens[pairs[rank].Item1] + tokens[pairs[rank].Item2])!.Value));
        return result;
    }

    /// <summary>All strings of up to some letters, or many of them, with priorities drawn by chance: a long one may come before its parts, and many are equal.</summary>
    public static BpeReference Prioritized(Random random, string letters, int count, int distinct)
    {
        List<string> tokens = [.. letters.Select(letter => letter.ToString())];
        for (int attempt = 0; tokens.Count < count && attempt < 50 * count; attempt++)
        {
            string token = new(random.GetItems(letters.ToCharArray(), random.Next(2, 7)));
            if (!tokens.Contains(token))
                tokens.Add(token);
        }

        int[] priorities = [.. tokens.Select(_ => random.Next(distinct) - 3)];
        priorities[^1] = int.MaxValue;
        var vocabulary = Vocabulary.Create(tokens);
        var result = new BpeReference { Vocabulary = vocabulary, Table = MergeTable.FromPriorities(vocabulary, priorities) };
        for (int left = 0; left < tokens.Count; left++)
        {
            for (int right = 0; right < tokens.Count; right++)
            {
                if (vocabulary.IdOf(tokens[left] + tokens[right]) is int merged && priorities[merged] != int.MaxValue)
                    result._merges.Add((left, right), (priorities[merged], merged));
            }
        }

        return result;
    }
}

/// <summary>Encoding for tests, of text that is one piece or of several.</summary>
internal static class BpeEncoding
{
    public static (int[] Ids, Piece[] Ranges) Encode(this Bpe model, byte[] text, ReadOnlySpan<Piece> pieces, ModelWorkspace? workspace = null)
    {
        var tokens = new TokenBuffer();
        model.Encode(text, pieces, workspace ?? model.CreateWorkspace(), tokens);
        return (tokens.Ids.ToArray(), tokens.Ranges.ToArray());
    }

    /// <summary>The tokens of a piece as <c>token token</c>, after a check that encoding it again, and amid other text, gives the same.</summary>
    public static string Tokens(this Bpe model, string piece)
    {
        byte[] text = Encoding.UTF8.GetBytes(piece);
        var workspace = model.CreateWorkspace();
        var (ids, ranges) = model.Encode(text, [new Piece(0, text.Length)], workspace);
        foreach (string after in new[] { "", "x", "something of more than sixteen bytes" })
        {
            byte[] amid = [.. "ab"u8, .. text, .. Encoding.UTF8.GetBytes(after)];
            var (again, moved) = model.Encode(amid, [new Piece(2, 2 + text.Length)], workspace);
            Assert.Equal(ids, again);
            Assert.Equal(ranges, moved.Select(range => new Piece(range.Start - 2, range.End - 2)));
        }

        return string.Join(' ', ids.Select(model.Vocabulary.TokenOf));
    }
}
