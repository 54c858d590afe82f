using System.Text;
using Attune.Formats;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Documents to learn from and documents to validate on.</summary>
internal sealed class Corpus
{
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

    public required IEnumerable<ReadOnlyMemory<byte>> Training { get; init; }

    public required IEnumerable<ReadOnlyMemory<byte>> Validation { get; init; }

    public required long TrainingBytes { get; init; }

    public required long ValidationBytes { get; init; }

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
            Training = texts.Take(training).Select(text => (ReadOnlyMemory<byte>)text),
            Validation = texts.Skip(training).Select(text => (ReadOnlyMemory<byte>)text),
            TrainingBytes = texts.Take(training).Sum(text => (long)text.Length),
            ValidationBytes = texts.Skip(training).Sum(text => (long)text.Length),
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
                Training = [first[..cut]],
                Validation = [first[cut..]],
                TrainingBytes = cut,
                ValidationBytes = first.Length - cut,
                Description = description,
            };
        }

        long validation = validationShare == 0 ? 0 : Math.Max(1, (long)(count * validationShare)), training = count - validation;
        return new Corpus
        {
            Training = Documents.Read(files).TakeWhile((_, i) => i < training),
            Validation = Documents.Read(files).SkipWhile((_, i) => i < training),
            TrainingBytes = bytes - sizes.Skip((int)training).Sum(),
            ValidationBytes = sizes.Skip((int)training).Sum(),
            Description = description,
        };
    }

    public void Check()
    {
        if (!Training.Any())
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
            (isCharacters ? Training.Concat(Validation) : Training).Select(text => Encoding.UTF8.GetString(text.Span)), cancellation: cancellation);
    }

    private static int CharacterStart(ReadOnlySpan<byte> text, int at)
    {
        while (at > 0 && at < text.Length && (text[at] & 0xC0) == 0x80)
            at--;
        return at;
    }
}
