using System.Buffers.Binary;
using System.Text;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// llama2.c's <c>tokenizer.bin</c> (<c>tok512.bin</c>): SentencePiece's tokens with spaces instead of ▁, and scores. Bytes are tokens 3 to 258; 0, 1 and 2 are
/// unknown, begin and end. Source: karpathy/llama2.c, <c>run.c</c>, <c>tokenizer.py</c>.
/// </summary>
internal static class Llama2cFile
{
    private const int FirstByte = 3;
    private const int FirstPiece = FirstByte + 256;

    /// <summary>The length of the longest token, then the first token's score and length: small numbers, where text or protobuf has others.</summary>
    public static bool Recognises(ReadOnlySpan<byte> content) =>
        content.Length > 12 && BinaryPrimitives.ReadInt32LittleEndian(content) is > 0 and < 4096 && BinaryPrimitives.ReadInt32LittleEndian(content[8..]) is > 0 and < 64;

    public static Tokenizer Read(string name, ReadOnlyMemory<byte> bytes)
    {
        var file = Llama2cVocabulary.Read(name, bytes);
        if (file.Count < FirstPiece)
            throw new InvalidFileException(name, null, null, $"at least {FirstPiece} tokens (unknown, begin, end, 256 bytes)", $"{file.Count}");
        var pieces = new SentencePieces(name, file.Count);
        for (int id = 0; id < file.Count; id++)
        {
            if (id >= FirstPiece)
                pieces.Add(WithMarks(file.Token(id)), file.Scores[id], SentencePieceType.Normal);
            else if (id >= FirstByte)
                pieces.Add(Encoding.UTF8.GetBytes(ByteTokens.Of(id - FirstByte)), file.Scores[id], SentencePieceType.Byte);
            else
                pieces.Add(id == 0 ? "<unk>"u8 : id == 1 ? "<s>"u8 : "</s>"u8, file.Scores[id], id == 0 ? SentencePieceType.Unknown : SentencePieceType.Control);
        }

        // run.c puts token 1 before every prompt.
        return pieces.Bpe(new SentencePieceRules(PostProcessor: new TemplateProcessing("<s> $A", "<s> $A <s> $B", [new SpecialToken("<s>", 1)])));
    }

    private static byte[] WithMarks(ReadOnlySpan<byte> token) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(token).Replace(' ', '▁'));
}
