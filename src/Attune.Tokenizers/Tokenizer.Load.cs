using Attune.Formats;

namespace Attune.Tokenizers;

// Files.
public sealed partial class Tokenizer
{
    /// <summary>
    /// Reads a tokenizer. What the file is, its content says: <c>tokenizer.json</c>; GPT-2's <c>encoder.json</c> and <c>vocab.bpe</c> (either one, the other beside it);
    /// <c>.tiktoken</c>; SentencePiece's <c>.model</c>; GGUF; llama2.c's <c>tokenizer.bin</c>; BERT's <c>vocab.txt</c>; or a folder with one of these.
    /// </summary>
    /// <exception cref="InvalidFileException">The file breaks its format; the message says where.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, or the folder holds none of these.</exception>
    public static Tokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TokenizerFile.Load(path);
    }

    /// <summary>Reads a tokenizer of one file that is in memory.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <param name="bytes">Its content.</param>
    /// <exception cref="InvalidFileException">The file breaks its format; the message says where.</exception>
    public static Tokenizer Load(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TokenizerFile.Read(name, bytes);
    }

    /// <summary>Writes <c>tokenizer.json</c>: beside the path first, then in its place, so that nothing half-written stays.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream => TokenizerJson.Write(this, stream));
}
