using System.CommandLine;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary><c>attune train</c>: trains a language model on text, by a recipe whose every field is an option.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> s_recipe = new("--recipe")
    {
        Description = $"What to do: {string.Join(", ", Recipes.Names)}, or a .json file.",
        DefaultValueFactory = _ => "stories",
    };

    private static readonly Option<string[]> s_data = new("--data")
    {
        Description = "Text files, folders, patterns such as books/**/*.txt; .gz and .jsonl too. Left out: stories of the embedded generator.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> s_out = new("--out") { Description = "The folder of the run (default: runs/ and the recipe's name)." };
    private static readonly Option<string?> s_resume = new("--resume") { Description = "Go on with the run in this folder from its newest checkpoint." };
    private static readonly Option<bool> s_overfit = new("--overfit") { Description = "Learn one batch by heart instead: a model that cannot has a fault." };
    private static readonly Option<bool> s_find = new("--find-lr") { Description = "Find the learning rate instead: raise it from step to step until the loss runs away." };

    /// <summary>The fields of recipes, each an option of its own.</summary>
    private static readonly (string Field, Option<string?> Option)[] s_fields =
    [
        .. RecipeJson.Fields.Where(field => field.Name is not ("name" or "description")).Select(field => (
            field.Name,
            new Option<string?>("--" + field.Name.Replace('_', '-')) { Description = $"Instead of the recipe's {field.Name}." })),
    ];

    public static Command Create()
    {
        var command = new Command("train", "Train a language model on text.") { s_recipe, s_data, s_out, s_resume, s_overfit, s_find };
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
        {
            if (changes.Length > 0 || arguments.GetValue(s_data)!.Length > 0 || arguments.GetValue(s_out) is not null)
                throw new ArgumentException("--resume: expected no other option, since a run goes on as it began");
            return RunDisplay.Show(arguments, display => TrainingRun.Resume(folder, display, cancellation), cancellation);
        }

        var recipe = Recipes.Find(arguments.GetValue(s_recipe)!, changes);
        string[] data = arguments.GetValue(s_data)!;
        string? given = arguments.GetValue(s_out);
        if (arguments.GetValue(s_overfit))
            return Checks.Overfit(arguments, recipe, data, cancellation);
        if (arguments.GetValue(s_find))
            return Checks.FindLearningRate(arguments, recipe, data, given, cancellation);
        string target = given ?? Path.Combine("runs", recipe.Name);
        return RunDisplay.Show(arguments, display => TrainingRun.Create(recipe, data, target, display, cancellation), cancellation);
    }
}
