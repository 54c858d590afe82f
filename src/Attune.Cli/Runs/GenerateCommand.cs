using System.CommandLine;
using System.Text.Json.Nodes;
using Attune.Inference;

namespace Attune.Cli.Runs;

/// <summary><c>attune generate</c>: continues a text, token by token as they come.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("RUN_OR_FILE") { Description = "A run, a folder with config.json and model.safetensors, or llama2.c's .bin." };
        var prompt = new Argument<string>("PROMPT") { Description = "The text to continue.", DefaultValueFactory = _ => "" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "The tokenizer, where it is not in the folder." };
        var beams = new Option<int>("--beams") { Description = "Width of beam search; 1 for none.", DefaultValueFactory = _ => 1 };
        var penalty = new Option<double>("--length-penalty") { Description = "Exponent of the length by which beams compare.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print one object: text, tokens with log-probabilities, why it ended." };
        var sampling = new SamplingOptions(temperature: 0.8, maxNewTokens: 256);
        var command = new Command("generate", "Continue a text with a model.") { model, prompt, tokenizer, beams, penalty, json };
        sampling.AddTo(command);
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, async () =>
        {
            var output = arguments.InvocationConfiguration.Output;
            sampling.Of(arguments, []);
            var loaded = LoadedModel.Load(arguments.GetValue(model)!, arguments.GetValue(tokenizer));
            var generator = loaded.Generator;
            var options = sampling.Of(arguments, loaded.Tokens.Ends) with
            {
                Beams = arguments.GetValue(beams),
                LengthPenalty = arguments.GetValue(penalty),
            };
            options = options.Beams > 1 ? options with { Temperature = 0 } : options;
            SamplingOptions.Check(options.Problems());
            string text = arguments.GetValue(prompt)!;
            var request = loaded.Request(text, options);
            if (arguments.GetValue(json))
            {
                output.WriteLine(ToJson(generator.Generate(request, cancellation)));
                return;
            }

            if (options.Beams > 1)
            {
                output.WriteLine(text + generator.Generate(request, cancellation).Text);
                return;
            }

            var tokens = generator.StreamAsync(request, cancellation);
            output.Write(text);
            await foreach (var token in tokens)
            {
                output.Write(token.Text);
                output.Flush();
            }

            output.WriteLine();
        }));
        return command;
    }

    private static string ToJson(GenerationResult result) => new JsonObject
    {
        ["text"] = result.Text,
        ["finish"] = result.Finish.ToString().ToLowerInvariant(),
        ["prompt_tokens"] = result.PromptTokens,
        ["tokens"] = new JsonArray([.. result.Tokens.Select(token => (JsonNode)new JsonObject
        {
            ["id"] = token.Id,
            ["text"] = token.Text,
            ["log_probability"] = token.LogProbability,
        })]),
    }.ToJsonString();
}
