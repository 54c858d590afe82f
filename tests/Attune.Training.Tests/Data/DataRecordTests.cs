using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class DataRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Tiny.Listener _listener = new();
    private readonly string _text;
    private readonly string _run;
    private readonly byte[] _tokens;

    public DataRecordTests()
    {
        _text = Tiny.Text(_folder);
        _run = _folder.File("run");
        TrainingRun.Create(Tiny.Recipe, [_text], _run);
        _tokens = File.ReadAllBytes(Tokens);
    }

    private string Tokens => Path.Combine(_run, "data", "training.tokens");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_goes_on_without_its_texts()
    {
        File.Delete(_text);
        string description = Resume().Data.Description;

        Assert.Empty(_listener.Prepared);
        Assert.Empty(_listener.Notes);
        Assert.StartsWith("a.txt, 1,440 bytes, ", description, StringComparison.Ordinal);
    }

    [Fact]
    public void Stories_are_not_told_again_and_their_entropy_is_kept()
    {
        string run = _folder.File("stories");
        var recipe = Tiny.Recipe with { Stories = 60, Sampling = "documents", Tokenizer = "bpe", VocabularySize = 400 };
        var before = TrainingRun.Create(recipe, [], run).Data;
        var after = TrainingRun.Resume(run, observer: _listener).Data;

        Assert.Empty(_listener.Prepared);
        Assert.True(after.IsEmbedded);
        Assert.Equal((before.Entropy, before.Description), (after.Entropy, after.Description));
    }

    [Fact]
    public void A_text_that_changed_is_told_and_the_run_goes_on_as_it_began()
    {
        File.AppendAllText(_text, "And more.");
        Resume();

        Assert.StartsWith($"{_text}: changed since the run began", Assert.Single(_listener.Notes), StringComparison.Ordinal);
        Assert.Equal(_tokens, File.ReadAllBytes(Tokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Token_files_that_are_missing_or_changed_are_made_again(bool isChanged)
    {
        Spoil(isChanged);
        Resume();

        Assert.Equal(_tokens, File.ReadAllBytes(Tokens));
        Assert.Contains("training tokens", _listener.Prepared);
    }

    [Fact]
    public void Without_token_files_another_text_is_an_error()
    {
        Spoil(isChanged: true);
        File.WriteAllText(_text, File.ReadAllText(_text).Replace("cat", "hat", StringComparison.Ordinal));

        var wrong = Assert.Throws<InvalidFileException>(Resume);
        Assert.Equal($"{_text}: expected the text that the run began with, since its token files are missing or changed, found another one", wrong.Message);
        Assert.Throws<InvalidFileException>(Resume);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"description": "a", "sources": [null], "tokens": {}}""")]
    [InlineData("""{"description": "a", "sources": [{"path": null}], "tokens": {"training.tokens": null}}""")]
    public void A_record_that_is_none_is_made_again(string json)
    {
        string file = Path.Combine(_run, "data", "data.json");
        string before = File.ReadAllText(file);
        File.WriteAllText(file, json);
        Resume();

        Assert.Equal(before, File.ReadAllText(file));
    }

    private TrainingRun Resume() => TrainingRun.Resume(_run, observer: _listener);

    private void Spoil(bool isChanged)
    {
        File.Delete(Tokens);
        if (isChanged)
            File.WriteAllBytes(Tokens, [.. _tokens[..^1], (byte)(_tokens[^1] ^ 1)]);
    }
}
