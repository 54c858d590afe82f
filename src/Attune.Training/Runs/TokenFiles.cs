using Attune.Formats;
using Attune.Inference;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Makes the token files of a run, and the record of what they are.</summary>
internal static class TokenFiles
{
    /// <summary>Removes token files and the tokenizer, so that they are made anew.</summary>
    public static void Remove(RunFolder folder)
    {
        if (Directory.Exists(folder.Path))
            File.Delete(folder.Tokenizer);
        if (!Directory.Exists(folder.Data))
            return;
        foreach (string file in (string[])[folder.DataRecord, .. Directory.EnumerateFiles(folder.Data, "*" + RunFolder.TokensEnding)])
            File.Delete(file);
    }

    /// <summary>Reads data, or makes some, and writes its tokens.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="source">What to read.</param>
    /// <param name="folder">Where they go.</param>
    /// <param name="before">Of the files that were there when the run began; null for a run that begins.</param>
    /// <param name="observer">Told of progress.</param>
    /// <param name="cancellation">Ends it.</param>
    public static DataRecord Make(
        Recipe recipe, DataSource source, RunFolder folder, DataRecord? before, ITrainingObserver? observer, CancellationToken cancellation)
    {
        // Sizes and times first: what is written to while it is read counts as changed.
        SourceFile[] sources = [.. DataFiles.Find(source.Texts).Concat(source.Pairs).Concat(source.ValidationPairs).Where(File.Exists).Select(SourceFile.Of)];
        var corpus = CorpusOf(recipe, source);
        corpus.Check();
        Directory.CreateDirectory(folder.Data);
        AtomicFolder.RemoveLeftovers(folder.Data);
        // The ids that a model has learned are those of its tokenizer, which is trained once.
        if (!File.Exists(folder.Tokenizer))
            corpus.TrainTokenizer(recipe, observer, cancellation).Save(folder.Tokenizer);
        var tokenizer = Tokenizer.Load(folder.Tokenizer);
        var tokens = new Dictionary<string, string>();
        foreach (var part in corpus.Training.Concat(corpus.Validation))
        {
            string path = folder.Tokens(part.Name);
            Write(path, tokenizer, part, observer, cancellation);
            tokens[Path.GetFileName(path)] = FileHash.Of(path);
        }

        var record = new DataRecord { Description = corpus.Description, ValidationNats = corpus.ValidationNats, Sources = sources, Tokens = tokens };
        if (before is not null && before.Tokens.Any(file => record.Tokens.GetValueOrDefault(file.Key) != file.Value))
        {
            string name = sources.Length == 0 ? folder.Data : string.Join(", ", source.Texts.Concat(source.Pairs).Concat(source.ValidationPairs));
            throw new InvalidFileException(name, null, null, "the text that the run began with, since its token files are missing or changed", "another one");
        }

        record.Write(folder);
        return record;
    }

    /// <summary>Tokens that are not kept.</summary>
    public static TokenFile Temporary(Tokenizer tokenizer, IEnumerable<ReadOnlyMemory<byte>> documents, int? endOfText, CancellationToken cancellation)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            TokenFile.Write(path, tokenizer.IdLimit, ParallelEncoding.Run(tokenizer, documents, endOfText, cancellation));
            return TokenFile.Open(path);
        }
        finally
        {
            // What is mapped stays readable, but for Windows, which refuses.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
        }
    }

    private static Corpus CorpusOf(Recipe recipe, DataSource source)
    {
        if (!recipe.IsTranslation)
        {
            return source.Pairs.Count + source.ValidationPairs.Count > 0
                ? throw new ArgumentException($"architecture: expected transformer to learn from pairs, found {recipe.Architecture}; the recipe transformer-tiny is one")
                : source.Texts.Count == 0 ? Corpus.OfStories(recipe) : Corpus.OfFiles(source.Texts, recipe.ValidationShare);
        }

        if (source.Texts.Count > 0)
            throw new ArgumentException($"data: expected pairs of sentences for architecture {recipe.Architecture}, found texts; give them by pairs");
        return source.Pairs.Count > 0
            ? Corpus.OfPairs(ParallelText.Read(source.Pairs), source.ValidationPairs.Count > 0 ? ParallelText.Read(source.ValidationPairs) : null, recipe.ValidationShare)
            : Corpus.OfGeneratedPairs(recipe);
    }

    private static void Write(string path, Tokenizer tokenizer, CorpusPart part, ITrainingObserver? observer, CancellationToken cancellation)
    {
        string what = $"{part.Name.Replace('.', ' ')} tokens";
        observer?.Preparing(what, 0, part.Bytes);
        int? end = EndOfText.Of(tokenizer);
        long done = 0;
        TokenFile.Write(path, tokenizer.IdLimit, Encoded());
        observer?.Preparing(what, part.Bytes, part.Bytes);

        IEnumerable<(int[], long)> Encoded()
        {
            foreach (var (ids, length) in ParallelEncoding.Run(tokenizer, part.Documents, end, cancellation))
            {
                yield return (ids, length);
                done += length;
                observer?.Preparing(what, Math.Min(done, part.Bytes - 1), part.Bytes);
            }
        }
    }
}
