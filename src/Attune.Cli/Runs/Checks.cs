using System.CommandLine;
using System.Globalization;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>What can be asked of a recipe before a run: its model and data do not stay.</summary>
internal static class Checks
{
    private const int OverfitSteps = 300;
    private const double LearnedByHeart = 0.1;

    /// <summary><c>--overfit</c>: a healthy model learns one batch by heart.</summary>
    public static int Overfit(ParseResult arguments, Recipe recipe, DataSource data, CancellationToken cancellation)
    {
        var output = arguments.InvocationConfiguration.Output;
        return InTemporaryFolder(folder =>
        {
            var plain = recipe with { Dropout = 0, Schedule = "constant", WarmupSteps = 10, Steps = OverfitSteps, WeightDecay = 0, LabelSmoothing = 0 };
            var (trainer, _) = Trainer(plain, data, folder, one: true, cancellation);
            double loss = 0;
            for (int i = 1; i <= OverfitSteps; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                loss = trainer.Step().Loss;
                if (i == 1 || i % 25 == 0)
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {i}/{OverfitSteps}  loss {loss:0.0000}"));
                if (loss < LearnedByHeart)
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"learned by heart after {i} steps: model, loss and gradients work together"));
                    return 0;
                }
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"not learned by heart: the loss of one batch is still {loss:0.00} after {OverfitSteps} steps. Try --find-lr first; if that does not help, the model is too small for the batch"));
            return 1;
        });
    }

    /// <summary><c>--find-lr</c>: its curve is a page in <paramref name="target"/>.</summary>
    public static int FindLearningRate(ParseResult arguments, Recipe recipe, DataSource data, string target, CancellationToken cancellation)
    {
        var output = arguments.InvocationConfiguration.Output;
        if (File.Exists(target))
            throw new IOException($"{target}: expected a folder for the page, found a file");
        return InTemporaryFolder(folder =>
        {
            var (trainer, _) = Trainer(recipe, data, folder, one: false, cancellation);
            var range = LearningRateFinder.Run(
                trainer,
                progress: step =>
                {
                    if (step.Step % 10 == 1)
                        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rate {step.LearningRate:0.0e0}  loss {step.Loss:0.000}"));
                },
                cancellation: cancellation);
            if (range.Suggestion is not double suggestion)
            {
                output.WriteLine("the loss never fell: no learning rate to suggest");
                return 1;
            }

            Directory.CreateDirectory(target);
            string page = Path.Combine(target, "learning-rate.html");
            new RunReport
            {
                Title = $"{recipe.Name}: learning rates",
                Metrics = [],
                LearningRateTest = new LearningRateTest([.. range.Rates.Zip(range.Losses, (rate, loss) => new ChartPoint(rate, loss))], suggestion),
            }.Save(page);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the loss falls fastest at {suggestion:0.0e0}; try: --learning-rate {suggestion:0.0e0}   (curve: {page})"));
            return 0;
        });
    }

    private static (Trainer Trainer, TrainingData Data) Trainer(Recipe recipe, DataSource data, string folder, bool one, CancellationToken cancellation)
    {
        var prepared = TrainingData.Prepare(recipe, data, new RunFolder(folder), null, cancellation);
        return (new Trainer(recipe.CreateModel(prepared.Tokenizer.IdLimit), recipe, one ? new OneBatch(prepared.Batches) : prepared.Batches), prepared);
    }

    private static int InTemporaryFolder(Func<string, int> work)
    {
        var folder = Directory.CreateTempSubdirectory("attune-");
        try
        {
            return work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
