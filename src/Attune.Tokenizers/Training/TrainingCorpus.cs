namespace Attune.Tokenizers;

/// <summary>
/// The text a tokenizer is trained on, and how it becomes words: files or strings, each one text, normalized and cut as the tokenizer will later do it.
/// Read from start to end, never held in memory as a whole. Thread-safe if the strings are.
/// </summary>
/// <remarks>
/// Without a pre-tokenizer each line, with its line end, is a word. Long files are cut into blocks before an ASCII space between two ASCII letters where normalizer
/// and pre-tokenizer say that this changes nothing, at line ends otherwise, and only where a block has neither, between any two characters. The cuts depend on the
/// text alone: the words are the same for any number of threads.
/// </remarks>
public sealed class TrainingCorpus
{
    private TrainingCorpus(string[]? files, IEnumerable<string>? texts, Normalizer? normalizer, PreTokenizer? preTokenizer)
    {
        Files = files;
        Texts = texts;
        Normalizer = normalizer;
        PreTokenizer = preTokenizer;
    }

    internal string[]? Files { get; }

    internal IEnumerable<string>? Texts { get; }

    internal Normalizer? Normalizer { get; }

    internal PreTokenizer? PreTokenizer { get; }

    /// <summary>Files in UTF-8; those whose name ends in <c>.gz</c> are decompressed on the way.</summary>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    public static TrainingCorpus FromFiles(IEnumerable<string> paths, Normalizer? normalizer = null, PreTokenizer? preTokenizer = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] files = [.. paths];
        if (files.Length == 0)
            throw new ArgumentException("expected at least one file to train on, found none", nameof(paths));
        foreach (string file in files)
        {
            if (!File.Exists(file))
                throw new FileNotFoundException($"expected a file to train on, found none at \"{file}\"", file);
        }

        return new TrainingCorpus(files, null, normalizer, preTokenizer);
    }

    /// <summary>Strings, gone through once for each training. Lone surrogates become U+FFFD.</summary>
    public static TrainingCorpus FromTexts(IEnumerable<string> texts, Normalizer? normalizer = null, PreTokenizer? preTokenizer = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new TrainingCorpus(null, texts, normalizer, preTokenizer);
    }
}
