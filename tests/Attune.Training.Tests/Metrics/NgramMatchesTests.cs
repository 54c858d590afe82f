namespace Attune.Training.Tests;

public class NgramMatchesTests
{
    [Fact]
    public void Counts_are_those_of_lists_of_ngrams()
    {
        var random = new Random(4);
        var ngrams = new NgramMatches(4);
        for (int round = 0; round < 200; round++)
        {
            int[][] references = [.. Enumerable.Range(0, 1 + (round % 3)).Select(_ => Draw(random))];
            int[] hypothesis = Draw(random);
            long[] matches = new long[4];
            ngrams.Clear();
            foreach (int[] reference in references)
                ngrams.AddReference(reference);
            ngrams.CountMatches(hypothesis, matches);

            Assert.Equal([.. Enumerable.Range(1, 4).Select(order => Expected(hypothesis, references, order))], matches);
        }
    }

    private static int[] Draw(Random random) => [.. Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(3))];

    private static long Expected(int[] hypothesis, int[][] references, int order) =>
        Counts(hypothesis, order).Sum(ngram => Math.Min(ngram.Value, references.Max(reference => Counts(reference, order).GetValueOrDefault(ngram.Key))));

    private static Dictionary<string, int> Counts(int[] tokens, int order) => Enumerable.Range(0, Math.Max(0, tokens.Length - order + 1))
        .Select(start => string.Join(' ', tokens.Skip(start).Take(order))).CountBy(ngram => ngram).ToDictionary();
}
