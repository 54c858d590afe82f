using Attune.Tokenizers;

namespace Attune.Inference.Tests;

public class TranslatorTests
{
    private static readonly TranslationOptions s_short = new() { Beams = 2, MaxNewTokens = 5 };

    [Fact]
    public void A_text_is_translated_as_its_tokens_are()
    {
        int[] ids = TinyTranslation.Wide.Tokenizer.EncodeToIds("straße");

        var translation = TinyTranslation.Wide.Translate("straße", s_short);

        Assert.Equal(TinyTranslation.Everything(TinyTranslation.Wide.Translate([ids], s_short)[0]), TinyTranslation.Everything(translation));
        Assert.Equal("straße", translation.Source);
        Assert.Equal("straße", TinyTranslation.Wide.Translate([ids], s_short)[0].Source);
        Assert.Equal(TinyTranslation.Wide.TextOf([.. translation.Tokens]), translation.Text);
        Assert.Null(translation.Problem);
    }

    [Fact]
    public void What_cannot_be_translated_says_why_and_the_others_are_translated()
    {
        string tooLong = new('a', 128);
        var translations = TinyTranslation.Wide.Translate(["abc", "", tooLong, " ", "xyz"], s_short);

        Assert.Equal("expected at most 128 tokens, the end counted (the model's context), found 129", translations[2].Problem);
        Assert.Equal(tooLong, translations[2].Source);
        foreach (int none in (int[])[1, 2, 3])
        {
            Assert.Equal(("", 0.0, 0, 0), (translations[none].Text, translations[none].Score, translations[none].Tokens.Count, translations[none].NBest.Count));
            Assert.Null(translations[none].Finish);
            Assert.Equal(none == 2, translations[none].Problem is not null);
        }

        foreach (int good in (int[])[0, 4])
            Assert.Equal(TinyTranslation.Everything(TinyTranslation.Wide.Translate(translations[good].Source, s_short)), TinyTranslation.Everything(translations[good]));
        Assert.NotNull(TinyTranslation.Wide.Translate(new string('a', 127), s_short).Finish);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(32)]
    public void Ids_that_the_model_lacks_are_a_problem(int id)
    {
        var translations = TinyTranslation.Wide.Translate([[2], [2, id], []], s_short);

        Assert.Equal($"expected token ids from 0 to 31, found {id}", translations[1].Problem);
        Assert.Null(translations[0].Problem);
        Assert.Null(translations[2].Problem);
        Assert.Empty(translations[2].NBest);
    }

    [Fact]
    public void A_text_that_the_tokenizer_cannot_encode_is_a_problem()
    {
        var strict = Tokenizer.Load("strict", """
            {"version":"1.0","model":{"type":"WordLevel","vocab":{"</s>":0,"a":1},"unk_token":"none"},"pre_tokenizer":{"type":"Whitespace"},
             "added_tokens":[{"id":0,"content":"</s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}]}
            """u8.ToArray());
        var translator = new Translator(TinyTranslation.Model(2, seed: 1), strict);

        var translations = translator.Translate(["a a", "b"], s_short);

        Assert.Null(translations[0].Problem);
        Assert.NotNull(translations[1].Problem);
        Assert.Throws<TokenizationException>(() => translator.Translate("a", s_short with { Prefix = "b" }));
    }

    [Fact]
    public void Any_number_of_sentences_come_in_their_order_and_are_read_some_thousand_at_a_time()
    {
        int read = 0;
        int[][] ids = TinyTranslation.Sentences(4500, seed: 9, longest: 3);
        string[] sources = [.. ids.Select(TinyTranslation.Wide.TextOf)];
        var options = new TranslationOptions { Beams = 1, MaxNewTokens = 2 };
        int count = 0;
        var expected = TinyTranslation.Wide.Translate(sources, options);
        foreach (var translation in TinyTranslation.Wide.TranslateAll(sources.Select(source => (source, read++).source), options))
        {
            if (count == 0)
                Assert.InRange(read, 1, 2048);
            Assert.Equal(sources[count], translation.Source);
            Assert.Equal(TinyTranslation.Everything(expected[count]), TinyTranslation.Everything(translation));
            count++;
        }

        Assert.Equal((4500, 4500), (count, read));
    }

    [Fact]
    public void A_cancelled_enumeration_ends()
    {
        using var cancellation = new CancellationTokenSource();
        var translations = TinyTranslation.Wide.TranslateAll(Enumerable.Repeat("a", 10_000), new() { Beams = 1, MaxNewTokens = 1 }, cancellation.Token);
        int count = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in translations)
            {
                if (++count == 5)
                    cancellation.Cancel();
            }
        });

        Assert.InRange(count, 5, 2048);
    }

    [Fact]
    public void A_prefix_begins_every_translation()
    {
        foreach (var translation in TinyTranslation.Wide.Translate(["abc", "rosa", "ö"], new() { Prefix = "die", NBest = 5, MaxNewTokens = 4 }))
            Assert.All(translation.NBest, each => Assert.StartsWith("die", each.Text));
        Assert.Equal("", TinyTranslation.Wide.Translate("", new() { Prefix = "die" }).Text);

        string prefix = new('a', 127);
        var full = TinyTranslation.Wide.Translate("b", new() { Beams = 1, Prefix = prefix });
        Assert.StartsWith(prefix, full.Text);
        Assert.InRange(full.Tokens.Count, 127, 128);
        var error = Assert.Throws<ArgumentException>(() => TinyTranslation.Wide.TranslateAll([], new() { Prefix = prefix + "a" }));
        Assert.Equal("Prefix: expected at most 127 tokens (the model's context), found 128", error.Message);
    }

    [Fact]
    public void Models_and_tokenizers_that_do_not_translate_are_refused()
    {
        var letters = TinyTranslation.Letters("ab");
        AssertMessage("expected a model that translates, found one of architecture gpt2, which continues texts: attune generate", () => new Translator(Tiny.Gpt2.Model, Tiny.Tokenizer));
        AssertMessage("tokenizer: expected at most 3 ids (the model's vocabulary), found 4", () => new Translator(TinyTranslation.Model(3, seed: 1), letters));
        var endless = TokenizerTrainer.TrainOnTexts(new() { Algorithm = TokenizerAlgorithm.Characters, Threads = 1 }, ["ab"]);
        AssertMessage("tokenizer: expected one with an end of text, found one without", () => new Translator(TinyTranslation.Model(4, seed: 1), endless));

        static void AssertMessage(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }

    [Fact]
    public void Ids_without_tokens_have_no_text()
    {
        // Six ids more than there are tokens.
        var translator = new Translator(TinyTranslation.Model(10, seed: 7), TinyTranslation.Letters("ab"));
        var translations = translator.Translate(TinyTranslation.Sentences(20, seed: 1, vocabulary: 10), new() { MaxNewTokens = 10 });

        Assert.Contains(translations, translation => translation.Tokens.Any(id => id >= 4));
        Assert.All(translations, translation => Assert.Equal(translator.Tokenizer.Decode(translation.Tokens.Where(id => id < 4), skipSpecialTokens: true), translation.Text));
    }

    [Fact]
    public void Texts_are_continued_by_language_models_alone() =>
        Assert.Equal(
            "expected a language model, found one of architecture transformer, which translates: attune translate",
            Assert.Throws<ArgumentException>(() => new TextGenerator(TinyTranslation.Wide.Model, TinyTranslation.Wide.Tokenizer)).Message);
}
