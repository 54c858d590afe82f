namespace Attune.Training.Tests;

public class SentenceSplitterTests
{
    [Theory]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("\"Can I help?\" asked Tom. He ran.", "\"Can I help?\" asked Tom.|He ran.")]
    [InlineData("\"Stop! Do not go.\" He went.", "\"Stop! Do not go.\"|He went.")]
    [InlineData("She said: \"Try again.\" \"No,\" said he.", "She said: \"Try again.\"|\"No,\" said he.")]
    [InlineData("It cost 1.5 coins.\n\n\"Too much, she said.\nThe end.", "It cost 1.5 coins.|\"Too much, she said.|The end.")]
    [InlineData("  ", "")]
    [InlineData("", "")]
    public void A_text_is_cut_where_sentences_end(string text, string expected) => Assert.Equal(expected, string.Join('|', StoryGrammar.SplitSentences(text)));
}
