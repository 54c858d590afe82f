using System.Text;
using Attune.Tokenizers;

namespace Attune.Training.Tests;

public class ParallelEncodingTests
{
    /// <summary>Stories, a very long line, and what a cut could hurt: accents, double spaces, digits, line ends.</summary>
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes(
        "\u00e9t\u00e9 " + string.Concat(Enumerable.Range(0, 2500).Select(i => $"{StoryGenerator.Generate(7, i).Text}  {i} na\u00efve\r\n\t{i} a b c ")) + " ");

    [Theory]
    [InlineData("bpe")]
    [InlineData("sentencepiece-bpe")]
    [InlineData("unigram")]
    [InlineData("wordpiece")]
    [InlineData("words")]
    [InlineData("characters")]
    [InlineData("bytes")]
    public void A_long_text_cut_for_all_cores_gives_the_tokens_of_the_whole(string algorithm)
    {
        var kind = Corpus.Algorithms[algorithm];
        var tokenizer = TokenizerTrainer.TrainOnTexts(
            new TokenizerTraining { Algorithm = kind, VocabularySize = kind is TokenizerAlgorithm.Characters or TokenizerAlgorithm.Bytes ? null : 500 },
            [Encoding.UTF8.GetString(s_text.AsSpan(0, 40_000))]);

        var parts = ParallelEncoding.Run(tokenizer, [s_text, "short"u8.ToArray()], 3, default).ToArray();

        Assert.True(parts.Length >= 4, $"{parts.Length} parts of {s_text.Length} bytes");
        int[] expected = [.. tokenizer.EncodeToIds(s_text, addSpecialTokens: false), 3, .. tokenizer.EncodeToIds("short"u8, addSpecialTokens: false), 3];
        Assert.Equal(expected, parts.SelectMany(part => part.Ids));
        Assert.Equal(s_text.Length + 5, parts.Sum(part => part.Bytes));
    }
}
