namespace Attune.Formats;

/// <summary>
/// The <c>tokenizer.bin</c> of llama2.c: the length of the longest token, then score, length and bytes of each token to the end of the
/// file, which does not say how many there are. Thread-safe. Format: <c>tokenizer.py</c> and <c>run.c</c> of https://github.com/karpathy/llama2.c.
/// </summary>
public sealed class Llama2cVocabulary
{
    private const int HeaderBytes = sizeof(int);
    private const int EntryBytes = sizeof(float) + sizeof(int);

    private readonly PieceTable _tokens;
    private readonly float[] _scores;

    private Llama2cVocabulary(string name, int maxTokenLength, PieceTable tokens, float[] scores)
    {
        Name = name;
        MaxTokenLength = maxTokenLength;
        _tokens = tokens;
        _scores = scores;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Name { get; }

    /// <summary>The length that no token exceeds, in bytes, as the file announces it.</summary>
    public int MaxTokenLength { get; }

    /// <summary>The number of tokens.</summary>
    public int Count => _scores.Length;

    /// <summary>The score of each token: the higher, the sooner two tokens merge into it. All finite.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>The bytes of a token: at least one.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such token.</exception>
    public ReadOnlySpan<byte> Token(int id) => _tokens[id];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidFileException">It breaks the format.</exception>
    /// <exception cref="IOException">It cannot be read; see <see cref="MappedFile.Open"/>.</exception>
    public static Llama2cVocabulary Load(string path)
    {
        using var bytes = FileBytes.Open(path);
        return Read(bytes);
    }

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="InvalidFileException">It breaks the format.</exception>
    public static Llama2cVocabulary Read(string name, ReadOnlyMemory<byte> bytes) => Read(FileBytes.Of(name, bytes));

    private static Llama2cVocabulary Read(FileBytes bytes)
    {
        var all = bytes.All();

        // Once to count and check, once to keep.
        var reader = new ByteReader(bytes.Name, all);
        int maxTokenLength = ReadMaxTokenLength(ref reader);
        int count = 0;
        for (; reader.Remaining > 0; count++)
            ReadToken(ref reader, maxTokenLength, count, out _);
        if (count == 0)
            throw reader.Error(null, HeaderBytes, "tokens", "the end of the file");

        var tokens = new PieceTable(count, all.Length - HeaderBytes - (count * EntryBytes));
        float[] scores = new float[count];
        reader = new ByteReader(bytes.Name, all, HeaderBytes);
        for (int id = 0; id < count; id++)
            tokens.Add(ReadToken(ref reader, maxTokenLength, id, out scores[id]));
        return new Llama2cVocabulary(bytes.Name, maxTokenLength, tokens, scores);
    }

    private static int ReadMaxTokenLength(ref ByteReader reader)
    {
        int length = reader.ReadInt32("max_token_length");
        return length > 0 ? length : throw reader.Error("max_token_length", 0, "a positive length", $"{length}");
    }

    private static ReadOnlySpan<byte> ReadToken(ref ByteReader reader, int maxTokenLength, int id, out float score)
    {
        int at = reader.Offset;
        score = reader.ReadSingle("score");
        if (!float.IsFinite(score))
            throw reader.Error($"token {id}: score", at, "a finite number", $"{score}");
        at = reader.Offset;
        int length = reader.ReadInt32("length");
        if (length < 1 || length > maxTokenLength)
            throw reader.Error($"token {id}: length", at, $"1 to {maxTokenLength} bytes (max_token_length)", $"{length}");
        return reader.Take(length, "bytes");
    }
}
