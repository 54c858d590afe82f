using System.Text.Unicode;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// BERT's <c>vocab.txt</c>: one token a line, its id the number of the line from 0. The file does not say whether text is lower-cased: it is where no
/// token has an upper-case letter of ASCII, those in brackets aside.
/// </summary>
internal static class BertVocabulary
{
    private static readonly string[] s_special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    public static bool Recognises(ReadOnlySpan<byte> content)
    {
        var lines = new TextLines("", content);
        for (int i = 0; i < 200 && lines.Next(); i++)
        {
            if (lines.Line.SequenceEqual("[UNK]"u8) || lines.Line.SequenceEqual("[PAD]"u8))
                return true;
        }

        return false;
    }

    public static Tokenizer Read(TextFile file)
    {
        var builder = new Vocabulary.Builder();
        var lines = file.Lines;
        while (lines.Next())
        {
            if (lines.Line.IsEmpty)
                throw lines.Error("a token", "an empty line");
            if (!Utf8.IsValid(lines.Line))
                throw lines.Error("a token in UTF-8", "other bytes");
            if (!builder.TryAdd(lines.Line, lines.Number - 1, out string? problem))
                throw lines.Refused(problem);
        }

        return Create(builder.Build(), file.Name, null);
    }

    /// <summary>BERT around a vocabulary.</summary>
    /// <param name="file">What errors call the file.</param>
    /// <param name="key">Where in it the vocabulary is.</param>
    public static Tokenizer Create(Vocabulary vocabulary, string file, string? key)
    {
        if (vocabulary.IdOf("[UNK]") is null)
            throw new InvalidFileException(file, key, null, "a token [UNK]", "none");
        bool lowercase = !Enumerable.Range(0, vocabulary.IdLimit)
            .Any(id => vocabulary.Bytes(id) is not [(byte)'[', .., (byte)']'] && vocabulary.Bytes(id).ContainsAnyInRange((byte)'A', (byte)'Z'));
        return new Tokenizer(
            new WordPiece(vocabulary),
            new BertNormalizer(cleanText: true, handleChineseCharacters: true, stripAccents: null, lowercase),
            new BertPreTokenizer(),
            vocabulary.IdOf("[CLS]") is int first && vocabulary.IdOf("[SEP]") is int separator
                ? new BertProcessing(("[SEP]", separator), ("[CLS]", first))
                : null,
            new WordPieceDecoder("##", cleanup: true),
            [.. from token in s_special where vocabulary.IdOf(token) is not null select new AddedToken(token, vocabulary.IdOf(token)!.Value)]);
    }
}
