using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Attune.Tokenizers;
using Attune.Training;

namespace Attune.Cli.Tokenizers;

/// <summary><c>attune tokenizer train</c>: learns a tokenizer from text files and writes <c>tokenizer.json</c>.</summary>
internal static class TrainCommand
{
    private const int SampleLength = 4_000_000;

    private static readonly Dictionary<string, WordPattern> s_patterns = new()
    {
        ["gpt2"] = WordPattern.Gpt2,
        ["cl100k"] = WordPattern.Cl100k,
        ["o200k"] = WordPattern.O200k,
    };

    private static readonly Dictionary<string, Func<Normalizer?>> s_normalizers = new()
    {
        ["none"] = () => null,
        ["nfc"] = () => new Nfc(),
        ["nfd"] = () => new Nfd(),
        ["nfkc"] = () => new Nfkc(),
        ["nfkd"] = () => new Nfkd(),
        ["lowercase"] = () => new Lowercase(),
        ["strip-accents"] = () => new NormalizerSequence([new Nfd(), new StripAccents()]),
    };

    private static readonly Option<string?> s_algorithm =
        new Option<string?>("--algorithm") { Description = $"{string.Join(", ", Corpus.Algorithms.Keys)}.", DefaultValueFactory = _ => "bpe" }.OneOf(Corpus.Algorithms);

    private static readonly Option<int?> s_size = new("--vocabulary-size") { Description = "How many tokens, special ones included (default: 32000; for characters all)." };
    private static readonly Option<string[]> s_data = new("--data")
    {
        Description = "Text files, folders with .txt files, or patterns such as books/**/*.txt; .gz is decompressed.",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private static readonly Option<string> s_out = new("--out") { Description = "Where to write tokenizer.json.", DefaultValueFactory = _ => "tokenizer.json" };
    private static readonly Option<string?> s_split =
        new Option<string?>("--split") { Description = "How bpe cuts words: gpt2, cl100k or o200k.", DefaultValueFactory = _ => "gpt2" }.OneOf(s_patterns);

    private static readonly Option<string[]> s_special = new("--special") { Description = "A special token; may be given several times.", DefaultValueFactory = _ => [] };
    private static readonly Option<long?> s_frequency = new("--minimum-frequency") { Description = "How often a pair or word must occur to be learned (default: 2; wordpiece: 20)." };
    private static readonly Option<double?> s_coverage = new("--character-coverage") { Description = "Which part of all characters the alphabet covers (default: 0.9995 or 1)." };
    private static readonly Option<string[]> s_normalizer = new Option<string[]>("--normalizer")
    {
        Description = $"What changes the text first: {string.Join(", ", s_normalizers.Keys)}; several in order (default: none; for wordpiece BERT's).",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    }.OneOf(s_normalizers);

    public static Command Create()
    {
        var command = new Command("train", "Learn a tokenizer from text files.")
        {
            s_algorithm, s_size, s_data, s_out, s_split, s_special, s_frequency, s_coverage, s_normalizer,
        };
        command.SetAction((arguments, cancellation) => Verb.RunAsync(
            arguments,
            () =>
            {
                Train(arguments, cancellation);
                return Task.CompletedTask;
            },
            "interrupted; nothing was saved"));
        return command;
    }

    private static void Train(ParseResult arguments, CancellationToken cancellation)
    {
        string path = arguments.GetValue(s_out)!;
        // Before the work, and not after it.
        if (Directory.Exists(path) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            throw new UnauthorizedAccessException($"{path}: expected a file in a folder that exists");
        string[] files = DataFiles.Find(arguments.GetValue(s_data)!);
        var training = Training(arguments);
        long begin = Stopwatch.GetTimestamp();
        var tokenizer = TrainingDisplay.Run(
            Verb.Console(arguments),
            arguments.InvocationConfiguration.Error,
            progress => TokenizerTrainer.TrainOnFiles(training, files, progress, cancellation));
        var elapsed = Stopwatch.GetElapsedTime(begin);
        cancellation.ThrowIfCancellationRequested();
        tokenizer.Save(path);
        var (bytes, tokens) = Sample(tokenizer, files);
        int count = tokenizer.Model.Vocabulary.Count;
        var output = arguments.InvocationConfiguration.Output;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {count:n0} tokens, {bytes / Math.Max(1.0, tokens):0.00} bytes per token (on {TrainingDisplay.Size(bytes)}), trained in {elapsed.TotalSeconds:0.0} s"));
        if (training.VocabularySize is int asked && count < asked && training.Algorithm != TokenizerAlgorithm.Characters)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked:n0} tokens were asked for; the text gave no more"));
    }

    private static TokenizerTraining Training(ParseResult arguments)
    {
        var algorithm = Corpus.Algorithms[arguments.GetValue(s_algorithm)!];
        string[] normalizers = arguments.GetValue(s_normalizer)!;
        Normalizer[] parts = [.. normalizers.Select(name => s_normalizers[name]()).OfType<Normalizer>()];
        string[] special = arguments.GetValue(s_special)!;
        return new TokenizerTraining
        {
            Algorithm = algorithm,
            VocabularySize = arguments.GetValue(s_size),
            WordPattern = s_patterns[arguments.GetValue(s_split)!],
            SpecialTokens = special.Length > 0 ? special : null,
            MinimumFrequency = arguments.GetValue(s_frequency),
            CharacterCoverage = arguments.GetValue(s_coverage),
            // WordPiece without any normalizer has BERT's, unless it is told to have none.
            Normalizer = parts.Length == 1 ? parts[0]
                : parts.Length > 1 || (normalizers.Length > 0 && algorithm == TokenizerAlgorithm.WordPiece) ? new NormalizerSequence(parts)
                : null,
        };
    }

    // The beginning of each file, all of them together some megabytes.
    private static (long Bytes, long Tokens) Sample(Tokenizer tokenizer, string[] files)
    {
        byte[] block = new byte[Math.Max(1, SampleLength / files.Length)];
        long bytes = 0;
        long tokens = 0;
        foreach (string file in files.Take(SampleLength))
        {
            using var stream = DataFiles.Open(file);
            int length = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            bytes += length;
            tokens += tokenizer.CountTokens(block.AsSpan(0, length), addSpecialTokens: false);
        }

        return (bytes, tokens);
    }
}
