using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Models;
using Attune.Nn;
using Spectre.Console;

namespace Attune.Cli.Runs;

/// <summary><c>attune inspect</c>: what a model is made of and what it costs, counted.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("RUN_OR_FILE_OR_RECIPE") { Description = "A run, a folder with config.json, llama2.c's .bin, or the name of a recipe." };
        var json = new Option<bool>("--json") { Description = "Print one object." };
        var command = new Command("inspect", "Show a model's layers, tensors, parameters, operations and bytes.") { model, json };
        command.SetAction((arguments, _) => Verb.RunAsync(arguments, () =>
        {
            string name = arguments.GetValue(model)!;
            if (!Path.Exists(name) && !Recipes.Names.Contains(name) && Choice.Suggestion(name, Recipes.Names) is { Length: > 0 } suggestion)
                throw new ArgumentException($"{name}: expected a model or a recipe, found none{suggestion}");
            var found = Recipes.Names.Contains(name)
                ? Of(Recipes.Find(name, []).ModelOf(Recipes.Find(name, []).VocabularySize))
                : ModelFolder.Load(name);
            if (arguments.GetValue(json))
                arguments.InvocationConfiguration.Output.WriteLine(ToJson(found));
            else
                Print(Verb.Console(arguments), found);
            return Task.CompletedTask;
        }));
        return command;
    }

    private static SequenceModel Of(ModelConfig config) => config.Create(Weights.Fresh(1));

    private static void Print(IAnsiConsole console, SequenceModel model)
    {
        var (sizes, costs) = (model.Sizes, new ModelCosts(model));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("tensor").AddColumn("shape").AddColumn(new TableColumn("parameters").RightAligned());
        foreach (var parameter in model.Parameters)
            table.AddRow(Markup.Escape(parameter.Name), Markup.Escape(parameter.StoredShape.ToString()), Number(parameter.Value.ElementCount));
        console.Write(table);
        foreach (var (what, value) in Facts(model, sizes, costs))
            console.MarkupLine($"{Markup.Escape(what),-44} {Markup.Escape(value)}");
    }

    private static IEnumerable<(string What, string Value)> Facts(SequenceModel model, ModelSizes sizes, ModelCosts costs) =>
    [
        ("architecture", model.Config.ModelType),
        .. model is EncoderDecoder { EncoderSizes: var encoder } ? [("encoder: layers, heads, inner width", $"{encoder.Layers}, {encoder.Heads}, {encoder.Inner}")] : ((string, string)[])[],
        ("layers, width, inner width", $"{sizes.Layers}, {sizes.Channels}, {sizes.Inner}"),
        ("heads, key heads, head dimension", $"{sizes.Heads}, {sizes.KeyHeads}, {sizes.HeadDim}"),
        ("vocabulary, context", $"{Number(model.VocabularySize)}, {Number(model.ContextLength)}"),
        ("parameters, counted", Number(costs.Parameters)),
        (model is EncoderDecoder ? "parameters by the rule 12 n d^2 + 16 n d^2" : "parameters by the rule 12 n d^2", $"{Number(costs.ParametersByRule)} (blocks only)"),
        ("bytes of parameters as f32", Number(4 * costs.Parameters)),
        ("operations for a token, training", Number(costs.TrainingOperationsPerToken(model.ContextLength))),
        ("operations for a token, decoding, full context", Number(costs.DecodingOperationsPerToken(model.ContextLength))),
        ("bytes of cache for a token", Number(costs.CacheBytesPerToken)),
    ];

    private static string ToJson(SequenceModel model)
    {
        var costs = new ModelCosts(model);
        return new JsonObject
        {
            ["architecture"] = model.Config.ModelType,
            ["layers"] = model.Sizes.Layers,
            ["encoder_layers"] = (model as EncoderDecoder)?.EncoderSizes.Layers ?? 0,
            ["width"] = model.Sizes.Channels,
            ["heads"] = model.Sizes.Heads,
            ["key_heads"] = model.Sizes.KeyHeads,
            ["vocabulary"] = model.VocabularySize,
            ["context"] = model.ContextLength,
            ["parameters"] = costs.Parameters,
            ["parameters_by_rule"] = costs.ParametersByRule,
            ["training_operations_per_token"] = costs.TrainingOperationsPerToken(model.ContextLength),
            ["decoding_operations_per_token"] = costs.DecodingOperationsPerToken(model.ContextLength),
            ["cache_bytes_per_token"] = costs.CacheBytesPerToken,
            ["tensors"] = new JsonArray([.. model.Parameters.Select(parameter => (JsonNode)new JsonObject
            {
                ["name"] = parameter.Name,
                ["shape"] = new JsonArray([.. parameter.StoredShape.Sizes.ToArray().Select(size => (JsonNode)size)]),
            })]),
        }.ToJsonString();
    }

    private static string Number(double value) => value.ToString("n0", CultureInfo.InvariantCulture);
}
