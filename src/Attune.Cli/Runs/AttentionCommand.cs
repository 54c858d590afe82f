using System.CommandLine;
using Attune.Inference;
using Attune.Models;
using Attune.Tokenizers;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary><c>attune attention</c>: a page that shows what every head of every layer looks at, in a text or in a sentence and its translation.</summary>
internal static class AttentionCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A run, a folder with config.json and model.safetensors, or llama2.c's .bin." };
        var text = new Argument<string>("TEXT") { Description = "The text; of a model that translates, the source." };
        var target = new Option<string?>("--target") { Description = "Of a model that translates: the translation to look at (default: the model's own)." };
        var page = new Option<string>("--out") { Description = "The page.", DefaultValueFactory = _ => "attention.html" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "The tokenizer, where it is not in the folder." };
        var command = new Command("attention", "Draw what a model looks at.") { model, text, target, page, tokenizer };
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, () =>
        {
            var (path, sentence) = (arguments.GetValue(model)!, arguments.GetValue(text)!);
            var found = ModelFolder.Load(path);
            var drawn = found is EncoderDecoder
                ? OfTranslation(path, new Translator(found, Tokenizer.Load(arguments.GetValue(tokenizer) ?? path)), sentence, arguments.GetValue(target), cancellation)
                : arguments.GetValue(target) is null
                    ? OfText(LoadedModel.Load(path, arguments.GetValue(tokenizer), found), sentence)
                    : throw new ArgumentException($"--target: expected a model that translates, found {path} of architecture {found.Config.ModelType}");
            drawn.Save(arguments.GetValue(page)!);
            arguments.InvocationConfiguration.Output.WriteLine($"{drawn.About} Look at {arguments.GetValue(page)}");
            return Task.CompletedTask;
        }));
        return command;
    }

    private static AttentionPage OfTranslation(string path, Translator translator, string source, string? target, CancellationToken cancellation)
    {
        int[] sourceIds = translator.Tokenizer.EncodeToIds(source);
        if (sourceIds.Length == 0)
            throw new ArgumentException("TEXT: expected a sentence, found an empty one");
        if (target is null)
        {
            var translation = translator.Translate(source, cancellation: cancellation);
            if (translation.Problem is { } problem)
                throw new ArgumentException($"TEXT: {problem}");
            target = translation.Text;
        }

        int end = translator.EndToken;
        int[] read = [.. sourceIds, end], written = [end, .. translator.Tokenizer.EncodeToIds(target)];
        return new AttentionPage
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(path)),
            About = $"«{source}» => «{target}».",
            Source = TokenLabels.Of(translator.Tokenizer, read, [end]),
            Target = TokenLabels.Of(translator.Tokenizer, written, [end]),
            Maps = AttentionMaps.Of(translator.Model, read, written),
        };
    }

    private static AttentionPage OfText(LoadedModel model, string text)
    {
        int[] ids = [.. model.Start(text), .. model.Generator.Tokenizer.EncodeToIds(text)];
        return new AttentionPage
        {
            Title = Path.GetFileName(Path.TrimEndingDirectorySeparator(model.Path)),
            About = $"«{text}».",
            Target = TokenLabels.Of(model.Generator.Tokenizer, ids, model.Tokens.Ends),
            Maps = AttentionMaps.Of(model.Generator.Model, ids),
        };
    }
}
