using Attune.Tokenizers;

namespace Attune.Inference.Tests;

public class TextPiecesTests
{
    /// <summary>A first word loses its space as a text, but not behind a prompt.</summary>
    [Theory]
    [InlineData(TokenizerAlgorithm.Bpe)]
    [InlineData(TokenizerAlgorithm.SentencePieceBpe)]
    public void Prompt_and_pieces_are_the_text_of_all_tokens(TokenizerAlgorithm algorithm)
    {
        const string Text = "the fox sat on the hill and the owl sat on the tree \u00e9\U0001f98a";
        var tokenizer = TokenizerTrainer.TrainOnTexts(new() { Algorithm = algorithm, VocabularySize = 290, Threads = 1 }, [Text]);
        int[] ids = tokenizer.EncodeToIds(Text, addSpecialTokens: false);
        for (int prompt = 1; prompt < ids.Length; prompt++)
        {
            string before = tokenizer.Decode(ids.AsSpan(0, prompt));
            if (before.Contains('\ufffd', StringComparison.Ordinal))
                continue; // Ends within a character.

            var pieces = new TextPieces(tokenizer, ids[..prompt], []);
            string after = "";
            for (int i = prompt; i < ids.Length; i++)
                after += pieces.Take(new(ids[i], "", 0, [], null), i == ids.Length - 1 ? FinishReason.Length : null).Text;

            Assert.Equal(tokenizer.Decode(ids), before + after);
        }
    }
}
