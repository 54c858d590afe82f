using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Inference;
using Attune.Models;
using Attune.Tokenizers;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary><c>attune eval</c>: how well a model predicts a text, or translates.</summary>
internal static class EvalCommand
{
    private static readonly Dictionary<string, DataSplit> s_splits = new() { ["validation"] = DataSplit.Validation, ["training"] = DataSplit.Training, ["all"] = DataSplit.All };

    private static readonly Dictionary<string, BleuTokenization> s_tokenizations = new()
    {
        ["13a"] = BleuTokenization.Mteval13a,
        ["intl"] = BleuTokenization.International,
        ["none"] = BleuTokenization.None,
        ["char"] = BleuTokenization.Characters,
    };

    public static Command Create()
    {
        var model = new Argument<string>("RUN_OR_FILE") { Description = "A run, a folder with config.json and model.safetensors, or llama2.c's .bin." };
        var data = new Option<string[]>("--data")
        {
            Description = "Text files, folders or patterns; left out: what the run was trained on.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        }.OfPaths();
        var split = new Option<string?>("--split") { Description = "Which part of the data: validation, training, or all (default: all; validation without --data)." }.OneOf(s_splits);
        var tokenizer = new Option<string?>("--tokenizer") { Description = "The tokenizer, where it is not in the folder." };
        var context = new Option<int?>("--context-length") { Description = "Tokens of a window; the model's context when left out." };
        var stories = new Option<int>("--stories") { Description = "Let a model of the embedded stories tell so many instead, and check each sentence against their grammar." };
        var pairs = new Option<string[]>("--pairs")
        {
            Description = "Of a model that translates: sources and references, two files with a sentence a line or one .tsv; left out: what the run validates on.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        }.OfPaths();
        var bleu = new Option<bool>("--bleu") { Description = "Translate the sources and compare with the references: BLEU as sacreBLEU computes it, and chrF." };
        var tokenization = new Option<string?>("--tokenize") { Description = "How BLEU cuts words: 13a, intl, char, or none where the text is tokenized already (default: 13a)." }.OneOf(s_tokenizations);
        var translation = new TranslationArguments();
        var sampling = new SamplingOptions(temperature: 0.8, maxNewTokens: 256);
        var json = new Option<bool>("--json") { Description = "Print one object: loss, perplexity, bits_per_byte, tokens." };
        var command = new Command("eval", "Measure how well a model predicts a text.") { model, data, split, tokenizer, context, stories, pairs, bleu, tokenization, json };
        sampling.AddTo(command);
        translation.AddTo(command);
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, () =>
        {
            var output = arguments.InvocationConfiguration.Output;
            var run = new RunFolder(arguments.GetValue(model)!);
            var found = ModelFolder.Load(run.Path);
            if (found is EncoderDecoder)
            {
                var translator = new Translator(found, Tokenizer.Load(arguments.GetValue(tokenizer) ?? run.Path));
                var how = arguments.GetValue(bleu) ? translation.Of(arguments) : null;
                var sentences = EvaluationPairs.Of(translator.Tokenizer, arguments.GetValue(pairs)!, run, found.ContextLength, cancellation);
                var score = TranslationScore.Of(
                    translator, sentences, how, s_tokenizations[arguments.GetValue(tokenization) ?? "13a"], arguments.InvocationConfiguration.Error, cancellation);
                score.Print(output, arguments.GetValue(json));
                return Task.CompletedTask;
            }

            if (arguments.GetValue(bleu) || arguments.GetValue(pairs)!.Length > 0)
                throw new ArgumentException($"--bleu, --pairs: expected a model that translates, found {run.Path} of architecture {found.Config.ModelType}");
            var loaded = LoadedModel.Load(run.Path, arguments.GetValue(tokenizer), found);
            var generator = loaded.Generator;
            if (arguments.GetValue(stories) is > 0 and var count)
            {
                var options = sampling.Of(arguments, loaded.Tokens.Ends);
                output.WriteLine(StoryCheck.Run(loaded, count, options, output, cancellation));
                return Task.CompletedTask;
            }

            string[] paths = arguments.GetValue(data)!;
            string name = arguments.GetValue(split) ?? (paths.Length == 0 ? "validation" : "all");
            var text = EvaluationText.Of(
                generator.Tokenizer, paths, run, s_splits[name], cancellation);
            if (arguments.GetValue(context) is < 1 and var few)
                throw new ArgumentException($"--context-length: expected at least 1, found {few}");
            int length = Math.Min(arguments.GetValue(context) ?? generator.Model.ContextLength, generator.Model.ContextLength);
            var measured = Evaluation.Run(generator.Model, text.Windows(length), cancellation: cancellation);
            Print(output, measured, text.Bytes, arguments.GetValue(json));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static void Print(TextWriter output, Evaluation measured, long bytes, bool json)
    {
        double bits = measured.BitsPerByte(bytes);
        output.WriteLine(json
            ? new JsonObject { ["loss"] = measured.Loss, ["perplexity"] = measured.Perplexity, ["bits_per_byte"] = bits, ["tokens"] = measured.Tokens }.ToJsonString()
            : string.Create(CultureInfo.InvariantCulture, $"loss {measured.Loss:0.0000}  perplexity {measured.Perplexity:0.000}  bits per byte {bits:0.0000}  tokens {measured.Tokens:n0}"));
    }
}
