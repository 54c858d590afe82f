using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary><c>attune train</c>: trains a model on text or on pairs of sentences, by a recipe whose every field is an option.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> s_recipe = new("--recipe")
    {
        Description = $"What to do: {string.Join(", ", Recipes.Names)}, or a .json file.",
        DefaultValueFactory = _ => "stories",
    };

    private static readonly Option<string[]> s_data = new Option<string[]>("--data")
    {
        Description = "Text files, folders, patterns such as books/**/*.txt; .gz and .jsonl too. Left out: stories of the embedded generator.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    }.OfPaths();

    private static readonly Option<string[]> s_pairs = Pairs("--pairs", "Sentences and their translations: two files with a sentence a line, source first, or one .tsv; .gz too. Left out: pairs of the embedded generator.");
    private static readonly Option<string[]> s_validationPairs = Pairs("--validation-pairs", "The same, to validate on; left out: the end of --pairs.");
    private static readonly Option<string?> s_out = new("--out") { Description = "The folder of the run (default: runs/ and the recipe's name)." };
    private static readonly Option<string?> s_resume = new("--resume") { Description = "Go on with the run in this folder from its newest checkpoint; --steps makes it longer." };
    private static readonly Option<bool> s_overfit = new("--overfit") { Description = "Learn one batch by heart instead: a model that cannot has a fault." };
    private static readonly Option<bool> s_find = new("--find-lr") { Description = "Find the learning rate instead: raise it from step to step until the loss runs away. A page with the curve goes into --out." };

    /// <summary>The fields of recipes, each an option of its own.</summary>
    private static readonly (string Field, Option<string?> Option)[] s_fields =
    [
        .. RecipeJson.Fields.Where(field => field.Name is not ("name" or "description")).Select(field => (
            field.Name,
            new Option<string?>("--" + field.Name.Replace('_', '-')) { Description = $"Instead of the recipe's {field.Name}." })),
    ];

    public static Command Create()
    {
        var command = new Command("train", "Train a model on text, or on pairs of sentences.") { s_recipe, s_data, s_pairs, s_validationPairs, s_out, s_resume, s_overfit, s_find };
        foreach (var (_, option) in s_fields)
            command.Add(option);
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, () => Task.FromResult(Train(arguments, cancellation))));
        return command;
    }

    private static int Train(ParseResult arguments, CancellationToken cancellation)
    {
        (string Field, string Value)[] changes =
            [.. from field in s_fields let value = arguments.GetValue(field.Option) where value is not null select (field.Field, value)];
        if (arguments.GetValue(s_resume) is { } folder)
            return Resume(arguments, folder, cancellation);

        var recipe = Recipes.Find(arguments.GetValue(s_recipe)!, changes);
        var data = new DataSource
        {
            Texts = arguments.GetValue(s_data)!,
            Pairs = arguments.GetValue(s_pairs)!,
            ValidationPairs = arguments.GetValue(s_validationPairs)!,
        };
        string target = arguments.GetValue(s_out) ?? Path.Combine("runs", recipe.Name);
        if (arguments.GetValue(s_overfit))
        {
            if (Given(arguments).FirstOrDefault(option => option == s_out || option == s_find) is { } other)
                throw new ArgumentException($"{other.Name}: expected none beside --overfit, which leaves nothing behind");
            return Checks.Overfit(arguments, recipe, data, cancellation);
        }

        if (arguments.GetValue(s_find))
            return Checks.FindLearningRate(arguments, recipe, data, target, cancellation);
        return RunDisplay.Show(arguments, display => TrainingRun.Create(recipe, data, target, display, cancellation), cancellation);
    }

    private static int Resume(ParseResult arguments, string folder, CancellationToken cancellation)
    {
        var steps = s_fields.Single(field => field.Field == "steps").Option;
        string[] others = [.. Given(arguments).Where(option => option != s_resume && option != steps).Select(option => option.Name)];
        if (others.Length > 0)
            throw new ArgumentException($"--resume: expected no other option but --steps, since a run goes on as it began; found {string.Join(", ", others)}");
        int? most = arguments.GetValue(steps) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new ArgumentException($"--steps: expected a number, found '{text}'");
        return RunDisplay.Show(arguments, display => TrainingRun.Resume(folder, most, display, cancellation), cancellation);
    }

    private static Option<string[]> Pairs(string name, string description) =>
        new Option<string[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] }.OfPaths();

    // Options that have a default are there without being given.
    private static IEnumerable<Option> Given(ParseResult arguments) =>
        arguments.CommandResult.Children.OfType<OptionResult>().Where(result => !result.Implicit).Select(result => result.Option);
}
