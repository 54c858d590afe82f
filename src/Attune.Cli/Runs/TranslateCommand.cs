using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Cli.Tokenizers;
using Attune.Formats;
using Attune.Inference;
using Attune.Models;
using Attune.Tokenizers;

namespace Attune.Cli.Runs;

/// <summary><c>attune translate</c>: a sentence, a file or standard input, a line each. What cannot be translated stays empty and is told; the others are translated.</summary>
internal static class TranslateCommand
{
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "A run, or a folder with config.json, model.safetensors and tokenizer.json." };
        var text = new Argument<string?>("TEXT") { Description = "The sentence; without it and --file, the lines of standard input.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string?>("--file") { Description = "A file with a sentence a line, UTF-8." };
        var target = new Option<string?>("--out") { Description = "Where translations go, a line each; left out: standard output." };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "The tokenizer, where it is not in the folder." };
        var nBest = new Option<int>("--n-best") { Description = "Print so many translations of each sentence, with their scores, best first.", DefaultValueFactory = _ => 1 };
        var length = new Option<int?>("--max-new-tokens") { Description = "Most tokens of a translation (default: 50 more than its source has)." };
        var prefix = new Option<string>("--prefix") { Description = "How each translation begins.", DefaultValueFactory = _ => "" };
        var json = new Option<bool>("--json") { Description = "Print an object for each sentence: source, translation, score, source_tokens, tokens, n_best." };
        var translation = new TranslationArguments();
        var command = new Command("translate", "Translate sentences with a model.") { model, text, file, target, tokenizer, nBest, length, prefix, json };
        translation.AddTo(command);
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, () =>
        {
            var options = translation.Of(
                arguments, new() { NBest = arguments.GetValue(nBest), MaxNewTokens = arguments.GetValue(length), Prefix = arguments.GetValue(prefix)! });
            using var reader = TextInput.Open(arguments.GetValue(text), arguments.GetValue(file));
            string path = arguments.GetValue(model)!;
            var translator = new Translator(ModelFolder.Load(path), Tokenizer.Load(arguments.GetValue(tokenizer) ?? path));
            var work = new Work(arguments, translator, options, arguments.GetValue(json));
            bool isTyped = arguments.GetValue(text) is null && arguments.GetValue(file) is null && !Console.IsInputRedirected;
            if (arguments.GetValue(target) is { } written)
            {
                AtomicFile.Write(written, stream =>
                {
                    using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
                    work.Run(Lines(reader), writer, cancellation);
                });
            }
            else if (isTyped)
            {
                // Who types a line waits for its translation, not for the end of all lines.
                foreach (string line in Lines(reader))
                    work.Run([line], arguments.InvocationConfiguration.Output, cancellation);
            }
            else
            {
                work.Run(Lines(reader), arguments.InvocationConfiguration.Output, cancellation);
            }

            return Task.FromResult(work.Status);
        }));
        return command;
    }

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>Translates lines, writes what comes of them, and tells what went wrong and how fast it went.</summary>
    private sealed class Work(ParseResult arguments, Translator translator, TranslationOptions options, bool json)
    {
        private readonly TextWriter _error = arguments.InvocationConfiguration.Error;

        public int Status { get; private set; }

        public void Run(IEnumerable<string> lines, TextWriter output, CancellationToken cancellation)
        {
            var clock = Stopwatch.StartNew();
            var told = TimeSpan.Zero;
            int count = 0;
            long tokens = 0;
            foreach (var translation in translator.TranslateAll(lines, options, cancellation))
            {
                count++;
                tokens += translation.Tokens.Count;
                Write(translation, count, output);
                if (clock.Elapsed - told < s_betweenLines)
                    continue;
                told = clock.Elapsed;
                _error.WriteLine(Rate(count, tokens, clock.Elapsed));
            }

            output.Flush();
            if (count > 1)
                _error.WriteLine(Rate(count, tokens, clock.Elapsed));
        }

        private void Write(Translation translation, int line, TextWriter output)
        {
            if (translation.Problem is { } problem)
            {
                _error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Verb.NameOf(arguments)}: line {line}: {problem}; its translation is left empty"));
                Status = AttuneCommand.UsageStatus;
            }

            if (translation.Source.Contains('\uFFFD'))
                _error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"note: line {line}: bytes that are no UTF-8 are read as U+FFFD"));
            if (json)
            {
                output.WriteLine(ToJson(translation));
            }
            else if (options.NBest > 1)
            {
                foreach (var hypothesis in translation.NBest)
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hypothesis.Score:0.0000}\t{hypothesis.Text}"));
                output.WriteLine();
            }
            else
            {
                output.WriteLine(translation.Text);
            }
        }

        private static string Rate(int count, long tokens, TimeSpan time) => string.Create(
            CultureInfo.InvariantCulture,
            $"{count:n0} sentences in {time.TotalSeconds:0.0} s: {count / time.TotalSeconds:n0} sentences/s, {tokens / time.TotalSeconds:n0} tokens/s");

        private string ToJson(Translation translation)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                writer.WriteString("source", translation.Source);
                writer.WriteString("translation", translation.Text);
                writer.WriteNumber("score", translation.Score);
                if (translation.Problem is not null)
                    writer.WriteString("problem", translation.Problem);
                WriteIds(writer, "source_tokens", translator.Tokenizer.EncodeToIds(translation.Source));
                WriteIds(writer, "tokens", translation.Tokens);
                writer.WriteStartArray("n_best");
                foreach (var hypothesis in translation.NBest)
                {
                    writer.WriteStartObject();
                    writer.WriteString("translation", hypothesis.Text);
                    writer.WriteNumber("score", hypothesis.Score);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }

        private static void WriteIds(Utf8JsonWriter writer, string name, IEnumerable<int> ids)
        {
            writer.WriteStartArray(name);
            foreach (int id in ids)
                writer.WriteNumberValue(id);
            writer.WriteEndArray();
        }
    }
}
