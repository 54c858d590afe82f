namespace Attune.Tokenizers.Tests;

public class PostProcessorTests
{
    [Fact]
    public void Bert_puts_CLS_and_SEP()
    {
        var bert = new BertProcessing(("[SEP]", 102), ("[CLS]", 101));
        Assert.Equal("101:0 A:0 102:0", Show(bert, pair: false));
        Assert.Equal("101:0 A:0 102:0 B:1 102:1", Show(bert, pair: true));
        Assert.False(bert.TrimsOffsets);
    }

    [Fact]
    public void Roberta_puts_two_separators_and_knows_one_type()
    {
        var roberta = new RobertaProcessing(("</s>", 2), ("<s>", 0));
        Assert.Equal("0:0 A:0 2:0", Show(roberta, pair: false));
        Assert.Equal("0:0 A:0 2:0 2:0 B:0 2:0", Show(roberta, pair: true));
        Assert.True(roberta.TrimsOffsets);
        Assert.False(new RobertaProcessing(("</s>", 2), ("<s>", 0), trimOffsets: false).TrimsOffsets);
    }

    [Fact]
    public void Byte_level_adds_nothing()
    {
        Assert.Equal("A:0", Show(new ByteLevelProcessor(), pair: false));
        Assert.Equal("A:0 B:1", Show(new ByteLevelProcessor(), pair: true));
        Assert.True(new ByteLevelProcessor().TrimsOffsets);
        Assert.False(new ByteLevelProcessor(trimOffsets: false).TrimsOffsets);
    }

    [Fact]
    public void Templates_are_parsed_and_names_become_ids()
    {
        var template = new TemplateProcessing("[CLS] $0 [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1", [new("[CLS]", 1), new("[SEP]", 0)]);
        Assert.Equal("1:0 A:0 0:0", Show(template, pair: false));
        Assert.Equal("1:0 A:0 0:0 B:1 0:1", Show(template, pair: true));
    }

    [Fact]
    public void A_name_may_stand_for_several_tokens()
    {
        var template = new TemplateProcessing("intro:2 $1", "$B $ intro", [new SpecialToken("intro", [7, 8], ["a", "b"])]);
        Assert.Equal("7:2 8:2 A:1", Show(template, pair: false));
        Assert.Equal("B:0 A:0 7:0 8:0", Show(template, pair: true));
    }

    [Theory]
    [InlineData("$C")]
    [InlineData("$A:x")]
    [InlineData("$A:-1")]
    [InlineData("a:1:2")]
    public void Malformed_pieces_are_refused(string piece) => Assert.Contains($"\"{piece}\"", Assert.Throws<FormatException>(() => TemplatePiece.Parse(piece)).Message, StringComparison.Ordinal);

    [Fact]
    public void Templates_that_cannot_be_filled_are_refused()
    {
        Assert.Contains("expected one of the special tokens ([CLS]), found \"[SEP]\"", Assert.Throws<ArgumentException>(() => new TemplateProcessing("$A [SEP]", "$A $B", [new("[CLS]", 1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TemplateProcessing("$B", "$A $B", []));
        Assert.Throws<ArgumentException>(() => new TemplateProcessing("$A", "$A $B", [new("x", 1), new("x", 2)]));
        Assert.Throws<ArgumentException>(() => new SpecialToken("x", [1, 2], ["x"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpecialToken("x", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BertProcessing(("a", -1), ("b", 0)));
    }

    [Fact]
    public void A_sequence_arranges_as_the_one_that_adds_tokens()
    {
        var bert = new BertProcessing(("[SEP]", 2), ("[CLS]", 1));
        var sequence = new PostProcessorSequence([new ByteLevelProcessor(trimOffsets: false), bert]);
        Assert.Equal(Show(bert, pair: true), Show(sequence, pair: true));
        Assert.False(sequence.TrimsOffsets);
        Assert.True(new PostProcessorSequence([new ByteLevelProcessor(), bert]).TrimsOffsets);
        Assert.Equal("A:0 B:1", Show(new PostProcessorSequence([]), pair: true));
        Assert.Throws<ArgumentException>(() => new PostProcessorSequence([bert, sequence]));
    }

    private static string Show(PostProcessor processor, bool pair)
    {
        var shown = new List<string>();
        foreach (var part in processor.Template(pair))
            shown.Add($"{(part.Sequence == 0 ? "A" : part.Sequence == 1 ? "B" : part.Id)}:{part.TypeId}");
        return string.Join(' ', shown);
    }
}
