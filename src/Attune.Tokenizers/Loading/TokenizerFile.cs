using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>Recognises what a file or folder holds, by its content and not by its name, and reads it.</summary>
internal static class TokenizerFile
{
    // In order: what says most comes first.
    private static readonly string[] s_namesInFolder =
        ["tokenizer.json", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "vocab.bpe", "merges.txt", "vocab.txt", "tokenizer.bin"];

    private static readonly string[] s_patternsInFolder = ["*.tiktoken", "*.model", "*.gguf"];

    /// <summary>Reads a file, or the file of a folder that describes a tokenizer.</summary>
    public static Tokenizer Load(string path)
    {
        string file = Directory.Exists(path) ? FindIn(path) : path;
        byte[] start = new byte[4];
        using (var stream = File.OpenRead(file))
        {
            int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (GgufVocabulary.Recognises(start.AsSpan(0, length)))
                return GgufVocabulary.Read(GgufFile.Load(file));
            if (stream.Length > Array.MaxLength)
                throw new InvalidFileException(file, null, null, $"at most {Array.MaxLength} bytes", $"{stream.Length}");
        }

        return Read(file, File.ReadAllBytes(file), names => ReadCompanion(file, names));
    }

    /// <summary>Reads a format that is one file.</summary>
    public static Tokenizer Read(string name, ReadOnlyMemory<byte> bytes) => Read(name, bytes, _ => null);

    /// <param name="companions">Finds the other file of a format that is two files, by the first of some names that is there; null if none is.</param>
    private static Tokenizer Read(string name, ReadOnlyMemory<byte> bytes, Func<string[], TextFile?> companions)
    {
        var content = bytes.Span;
        var file = new TextFile(name, bytes);
        if (content.IsEmpty)
            throw new InvalidFileException(name, null, 0, "a tokenizer", "an empty file");
        if (GgufVocabulary.Recognises(content))
            return GgufVocabulary.Read(GgufFile.Read(name, bytes));
        CheckMark(name, content);
        if (Gpt2Files.RecognisesMerges(content))
            return Gpt2Files.Read(companions(Gpt2Files.VocabularyNames) ?? throw Missing(name, Gpt2Files.VocabularyNames), file);
        if (Gpt2Files.RecognisesVocabulary(content))
            return Gpt2Files.Read(file, companions(Gpt2Files.MergesNames) ?? throw Missing(name, Gpt2Files.MergesNames));
        if (content.TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
            return TokenizerJson.Read(name, bytes);
        if (TiktokenFile.Recognises(content))
            return TiktokenFile.Read(file);
        if (Path.GetExtension(name) is ".txt" || BertVocabulary.Recognises(content))
            return BertVocabulary.Read(file);
        return Llama2cFile.Recognises(content) ? Llama2cFile.Read(name, bytes) : SentencePieceFile.Read(SentencePieceModel.Read(name, bytes));
    }

    // None of the formats begins with these bytes, and the mark would be taken for a part of the first token.
    private static void CheckMark(string name, ReadOnlySpan<byte> content)
    {
        string? found = content.StartsWith("\uFEFF"u8) ? "a byte order mark" : content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "the byte order mark of UTF-16" : null;
        if (found is not null)
            throw new InvalidFileException(name, null, 0, "a tokenizer, text as UTF-8 without a byte order mark", found);
    }

    private static string FindIn(string folder)
    {
        string? file = s_namesInFolder.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? s_patternsInFolder.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)).FirstOrDefault();
        return file ?? throw new FileNotFoundException(
            $"{folder}: expected a tokenizer ({string.Join(", ", s_namesInFolder.Concat(s_patternsInFolder))}), found none of these", folder);
    }

    private static TextFile? ReadCompanion(string path, string[] names)
    {
        string? found = names.Select(name => Path.Combine(Path.GetDirectoryName(path) ?? "", name)).FirstOrDefault(File.Exists);
        if (found is null)
            return null;
        var file = new TextFile(found, File.ReadAllBytes(found));
        CheckMark(found, file.Bytes.Span);
        return file;
    }

    private static InvalidFileException Missing(string name, string[] companions) =>
        new(name, null, null, $"{string.Join(" or ", companions)} beside it", "neither");
}
