using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class EvaluationTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_of_a_text_is_its_parts_together_and_what_the_run_has_needs_no_text()
    {
        string text = Tiny.Text(_folder);
        var run = TrainingRun.Create(Tiny.Recipe, [text], _folder.File("run"));

        var (all, training, validation) = (Of(DataSplit.All), Of(DataSplit.Training), Of(DataSplit.Validation));

        Assert.Equal(new FileInfo(text).Length, all.Bytes);
        Assert.Equal(all.Bytes, training.Bytes + validation.Bytes);
        Assert.Equal(all.Bytes - 1, all.Windows(8).Sum(batch => batch.Rows));
        File.Delete(text);
        Assert.Equal(validation.Bytes, EvaluationText.Of(run.Tokenizer, [], run.Folder, DataSplit.Validation).Bytes);

        EvaluationText Of(DataSplit split) => EvaluationText.Of(run.Tokenizer, [text], run.Folder, split);
    }
}
