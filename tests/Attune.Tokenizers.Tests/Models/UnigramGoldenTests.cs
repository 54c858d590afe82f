using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Attune.Tokenizers.Tests;

/// <summary>Against SentencePiece itself, by Golden/sentencepiece_ids.py.</summary>
public class UnigramGoldenTests
{
    private const string ModelPath = "tokenizers/sentencepiece/test_model.model";

    [RealDataFact(ModelPath)]
    public void Lines_get_the_ids_that_SentencePiece_gives()
    {
        var model = Load();
        foreach (var line in Expected("lines"))
            Assert.Equal(Ids(line), WholeText.Ids(model, line.GetProperty("normalized").GetString()!));
    }

    [RealDataFact(ModelPath)]
    public void The_best_segmentations_are_those_of_SentencePiece()
    {
        var model = Load();
        foreach (var line in Expected("nbest"))
        {
            var expected = line.GetProperty("paths").EnumerateArray().ToList();
            var found = model.NBest(line.GetProperty("normalized").GetString()!, 6);
            Assert.Equal(expected.Count, found.Count);
            for (int i = 0; i < expected.Count; i++)
            {
                Assert.Equal(Ids(expected[i]), found[i].Ids);

                // The file has four decimals of float sums.
                Assert.Equal(expected[i].GetProperty("score").GetDouble(), found[i].Score, 1e-3);
            }
        }
    }

    [RealDataFact(ModelPath, "text/novels")]
    public void A_novel_is_segmented_word_by_word_as_it_is_as_a_whole()
    {
        var model = Load();
        Assert.True(model.CutsBeforeWords);
        string file = Directory.EnumerateFiles(SharedData.Locate("text/novels")!).Order(StringComparer.Ordinal).First();
        byte[] text = Encoding.UTF8.GetBytes(File.ReadAllText(file).Replace(' ', '▁'));
        var (ids, ranges) = WholeText.Encode(model, text);
        var (idsOfWords, rangesOfWords) = WholeText.Encode(model, text, Words(text));
        Assert.Equal(ids, idsOfWords);
        Assert.Equal(ranges, rangesOfWords);
    }

    private static Piece[] Words(ReadOnlySpan<byte> text)
    {
        var words = new List<Piece>();
        int start = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (!text[i..].StartsWith("▁"u8) || !char.IsAsciiLetter((char)text[i - 1]))
                continue;
            words.Add(new Piece(start, i));
            start = i;
        }

        return [.. words, new Piece(start, text.Length)];
    }

    private static JsonElement.ArrayEnumerator Expected(string name) => Golden.Read<JsonElement>("sentencepiece_ids.json").GetProperty(name).EnumerateArray();

    private static int[] Ids(JsonElement line) => [.. line.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];

    /// <summary>Field 1 of the file, again and again: piece (1), score (2) but for special ones.</summary>
    private static Unigram Load()
    {
        var tokens = new List<string>();
        var scores = new List<float>();
        ReadOnlySpan<byte> file = File.ReadAllBytes(SharedData.Locate(ModelPath)!);
        while (!file.IsEmpty && file[0] == 0x0A)
        {
            int length = Varint(ref file);
            var piece = file[..length];
            file = file[length..];
            int characters = Varint(ref piece);
            tokens.Add(Encoding.UTF8.GetString(piece[..characters]));
            scores.Add(piece[characters] == 0x15 ? BinaryPrimitives.ReadSingleLittleEndian(piece[(characters + 1)..]) : 0);
        }

        Assert.Equal(1000, tokens.Count);
        return new Unigram(Vocabulary.Create(tokens), [.. scores], 0, false, [1, 2]);
    }

    // Tag, then a length of up to two bytes.
    private static int Varint(ref ReadOnlySpan<byte> bytes)
    {
        bool two = bytes[1] >= 0x80;
        int value = two ? bytes[1] - 0x80 + bytes[2] * 128 : bytes[1];
        bytes = bytes[(two ? 3 : 2)..];
        return value;
    }
}
