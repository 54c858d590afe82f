using System.Text;
using Attune.Formats;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Documents to learn from and documents to validate on.</summary>
internal sealed class Corpus
{
    // Pairs that are drawn at once: where so few bring nothing new, there are hardly any more.
    private const int LeastDraws = 1000;

    private const int MostDraws = 1_000_000;

    /// <summary>What recipes and the command call the algorithms of tokenizers.</summary>
    public static IReadOnlyDictionary<string, TokenizerAlgorithm> Algorithms { get; } = new Dictionary<string, TokenizerAlgorithm>
    {
        ["bpe"] = TokenizerAlgorithm.Bpe,
        ["sentencepiece-bpe"] = TokenizerAlgorithm.SentencePieceBpe,
        ["unigram"] = TokenizerAlgorithm.Unigram,
        ["wordpiece"] = TokenizerAlgorithm.WordPiece,
        ["words"] = TokenizerAlgorithm.Words,
        ["characters"] = TokenizerAlgorithm.Characters,
        ["bytes"] = TokenizerAlgorithm.Bytes,
    };

    /// <summary>Texts; or sources and targets.</summary>
    public required IReadOnlyList<CorpusPart> Training { get; init; }

    /// <summary>As many.</summary>
    public required IReadOnlyList<CorpusPart> Validation { get; init; }

    public required string Description { get; init; }

    /// <summary>-ln of the probability of all validation documents under their generator; null where nobody knows.</summary>
    public double? ValidationNats { get; init; }

    /// <summary>Stories of the embedded generator: the first of them to learn from, the others to validate on.</summary>
    public static Corpus OfStories(Recipe recipe)
    {
        int validation = (int)Math.Ceiling(recipe.Stories * recipe.ValidationShare), training = recipe.Stories - validation;
        var stories = new Story[recipe.Stories];
        Parallel.For(0, stories.Length, i => stories[i] = StoryGenerator.Generate((ulong)recipe.Seed, i));
        byte[][] texts = [.. stories.AsParallel().AsOrdered().Select(story => Encoding.UTF8.GetBytes(story.Text))];
        return new Corpus
        {
            Training = [CorpusPart.Of("training", texts[..training])],
            Validation = [CorpusPart.Of("validation", texts[training..])],
            Description = FormattableString.Invariant($"{recipe.Stories:n0} stories of the embedded generator"),
            ValidationNats = stories.Skip(training).Sum(story => story.NegativeLogProbability),
        };
    }

    /// <summary>Text files.</summary>
    /// <exception cref="InvalidFileException">No text in them.</exception>
    public static Corpus OfFiles(IReadOnlyList<string> paths, double validationShare)
    {
        string[] files = DataFiles.Find(paths);
        long count = 0, bytes = 0;
        var sizes = new List<long>();
        ReadOnlyMemory<byte> first = default;
        foreach (var document in Documents.Read(files))
        {
            first = count == 0 ? document : default;
            count++;
            sizes.Add(document.Length);
            bytes += document.Length;
        }

        if (bytes == 0)
            throw new InvalidFileException(string.Join(", ", paths), null, null, "text to learn from", "none");
        string description = FormattableString.Invariant($"{(files.Length == 1 ? Path.GetFileName(files[0]) : $"{files.Length} files")}, {bytes:n0} bytes");
        if (count == 1)
        {
            int cut = CharacterStart(first.Span, (int)(first.Length * (1 - validationShare)));
            return new Corpus
            {
                Training = [CorpusPart.Of("training", [first[..cut]])],
                Validation = [CorpusPart.Of("validation", [first[cut..]])],
                Description = description,
            };
        }

        long validation = validationShare == 0 ? 0 : Math.Max(1, (long)(count * validationShare)), training = count - validation;
        return new Corpus
        {
            Training = [new CorpusPart("training", Documents.Read(files).TakeWhile((_, i) => i < training), bytes - sizes.Skip((int)training).Sum())],
            Validation = [new CorpusPart("validation", Documents.Read(files).SkipWhile((_, i) => i < training), sizes.Skip((int)training).Sum())],
            Description = description,
        };
    }

    /// <summary>Pairs of the embedded generator, each once; those to validate on are never among those to learn from.</summary>
    /// <exception cref="ArgumentException">More pairs than it has.</exception>
    public static Corpus OfGeneratedPairs(Recipe recipe)
    {
        var generator = recipe.PairGenerator == "copy" ? PairGenerator.Copy : PairGenerator.EnglishGerman;
        int validation = (int)Math.Ceiling(recipe.GeneratedPairs * recipe.ValidationShare);
        return new Corpus
        {
            Training = Parts("training", recipe.GeneratedPairs - validation, heldOut: false),
            Validation = Parts("validation", validation, heldOut: true),
            Description = FormattableString.Invariant($"{recipe.GeneratedPairs:n0} pairs of the embedded generator ({recipe.PairGenerator})"),
        };

        CorpusPart[] Parts(string name, int count, bool heldOut)
        {
            var pairs = new List<SentencePair>(count);
            var sources = new HashSet<string>(count);
            for (long number = 0; pairs.Count < count;)
            {
                int before = pairs.Count;
                var drawn = new SentencePair[Math.Clamp(count - before, LeastDraws, MostDraws)];
                long first = number;
                Parallel.For(0, drawn.Length, i => drawn[i] = generator.Generate((ulong)recipe.Seed, first + i, heldOut));
                number += drawn.Length;
                pairs.AddRange(drawn.Where(pair => sources.Add(pair.Source)).Take(count - before));
                if (pairs.Count == before)
                    throw new ArgumentException(FormattableString.Invariant($"generated_pairs: expected at most the {before:n0} {name} pairs that the generator found in {number:n0} draws, got {count:n0}"));
            }

            return [Part($"{name}.source", pairs.Select(pair => pair.Source)), Part($"{name}.target", pairs.Select(pair => pair.Target))];
        }

        static CorpusPart Part(string name, IEnumerable<string> sentences) => CorpusPart.Of(name, [.. sentences.Select(Encoding.UTF8.GetBytes)]);
    }

    /// <summary>Sentences and their translations.</summary>
    /// <param name="pairs">To learn from.</param>
    /// <param name="validation">To validate on; none for the end of the others.</param>
    /// <param name="validationShare">Share of the pairs for that.</param>
    /// <exception cref="InvalidFileException">No pairs in them, and so on.</exception>
    public static Corpus OfPairs(ParallelText pairs, ParallelText? validation, double validationShare)
    {
        int empty = pairs.EmptyCount;
        pairs = pairs.WithoutEmpty();
        validation = validation?.WithoutEmpty();
        int count = pairs.Sources.Count;
        if (count == 0)
            throw new InvalidFileException(pairs.Name, null, null, "sentences and their translations", "none");
        int training = validation is not null || validationShare == 0 ? count : count - Math.Max(1, (int)(count * validationShare));
        string leftOut = empty > 0 ? FormattableString.Invariant($" ({empty:n0} with an empty side left out)") : "";
        return new Corpus
        {
            Training = Parts("training", pairs.Sources.Take(training), pairs.Targets.Take(training)),
            Validation = Parts("validation", validation?.Sources ?? pairs.Sources.Skip(training), validation?.Targets ?? pairs.Targets.Skip(training)),
            Description = FormattableString.Invariant($"{pairs.Name}, {training:n0} pairs{leftOut}"),
        };

        static CorpusPart[] Parts(string name, IEnumerable<ReadOnlyMemory<byte>> sources, IEnumerable<ReadOnlyMemory<byte>> targets) =>
            [CorpusPart.Of($"{name}.source", [.. sources]), CorpusPart.Of($"{name}.target", [.. targets])];
    }

    public void Check()
    {
        if (!Training.All(part => part.Documents.Any()))
            throw new ArgumentException("data: expected documents to learn from, found none; give more text, or a smaller validation_share");
    }

    /// <summary>Learns the run's tokenizer from the training documents; characters of the validation ones are known too, as they are in the field's recipes.</summary>
    public Tokenizer TrainTokenizer(Recipe recipe, ITrainingObserver? observer, CancellationToken cancellation)
    {
        observer?.Preparing($"tokenizer ({recipe.Tokenizer})", 0, 0);
        var algorithm = Algorithms[recipe.Tokenizer];
        bool isCharacters = algorithm == TokenizerAlgorithm.Characters;
        return TokenizerTrainer.TrainOnTexts(
            new TokenizerTraining { Algorithm = algorithm, VocabularySize = isCharacters ? null : recipe.VocabularySize },
            (isCharacters ? Training.Concat(Validation) : Training).SelectMany(part => part.Documents).Select(text => Encoding.UTF8.GetString(text.Span)),
            cancellation: cancellation);
    }

    private static int CharacterStart(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && at < text.Length && (text[at] & 0xC0) == 0x80)
            at--;
        return at;
    }
}

/// <summary>Documents that become one token file.</summary>
/// <param name="Name">Of the file, without its ending, and of what is told about it.</param>
/// <param name="Documents">UTF-8, in order; read anew at each enumeration.</param>
/// <param name="Bytes">Of all of them.</param>
internal sealed record CorpusPart(string Name, IEnumerable<ReadOnlyMemory<byte>> Documents, long Bytes)
{
    /// <summary>Of documents in memory.</summary>
    public static CorpusPart Of(string name, IReadOnlyList<ReadOnlyMemory<byte>> documents) => new(name, documents, documents.Sum(document => (long)document.Length));

    /// <inheritdoc cref="Of(string, IReadOnlyList{ReadOnlyMemory{byte}})"/>
    public static CorpusPart Of(string name, byte[][] documents) => Of(name, [.. documents.Select(document => (ReadOnlyMemory<byte>)document)]);
}
