using Attune.Tokenizers;

namespace Attune.Inference.Tests;

public class TokenLabelsTests
{
    [Fact]
    public void Spaces_ends_and_parts_of_characters_are_visible()
    {
        var tokenizer = Tiny.Tokenizer;
        int end = tokenizer.AddedTokens.Single(token => token.Special).Id;
        int[] ids = [end, .. tokenizer.EncodeToIds("The fox\n\té"), 9999];
        var labels = TokenLabels.Of(tokenizer, ids, [end]);
        Assert.Equal("end", labels[0]);
        Assert.Equal("The␣fox↵⇥⟨C3⟩⟨A9⟩#9999", string.Concat(labels.Skip(1)));
        Assert.Contains(labels, label => label.StartsWith('␣') && label.Length > 1);
        Assert.Equal(tokenizer.TokenOf(end), TokenLabels.Of(tokenizer, [end], [])[0]);
    }

    [Fact]
    public void Controls_and_the_space_of_sentence_pieces_are_visible()
    {
        var tokenizer = new Tokenizer(new WordLevel(Vocabulary.Create(["\u2581the", "\0\r\u007F", "\u00A0", "<pad>"]), "<pad>"));
        Assert.Equal(["␣the", "␀␍␡", "␣", "<pad>"], TokenLabels.Of(tokenizer, [0, 1, 2, 3], []));
    }
}
