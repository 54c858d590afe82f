using System.Text;

namespace Attune.Formats.Tests;

public class SentencePieceModelTests
{
    private static readonly byte[] s_unknown = SentencePieceWriter.Field(1, [.. SentencePieceWriter.Field(1, "<unk>"), .. SentencePieceWriter.Field(3, 2)]);

    [Fact]
    public void Pieces_with_their_scores_and_types_are_read()
    {
        var model = SentencePieceModel.Read("m", Samples.SentencePieceUnigram());

        Assert.Equal((18, 0), (model.Count, model.UnknownId));
        Assert.Equal("\u2581hello", Encoding.UTF8.GetString(model.Piece(5)));
        Assert.Equal(-1.5f, model.Scores[5]);
        Assert.Equal(
            [SentencePieceType.Unknown, SentencePieceType.Control, SentencePieceType.Control, SentencePieceType.UserDefined, SentencePieceType.Normal],
            Enumerable.Range(0, 5).Select(model.Type));
        Assert.Throws<IndexOutOfRangeException>(() => model.Piece(18).Length);
        Assert.Throws<IndexOutOfRangeException>(() => model.Type(-1));
    }

    [Fact]
    public void Specs_are_read_and_what_is_not_known_is_skipped()
    {
        var model = SentencePieceModel.Read("m", Samples.SentencePieceBpe());

        Assert.Equal(SentencePieceAlgorithm.Bpe, model.Trainer.Algorithm);
        Assert.True(model.Trainer.SplitDigits);
        Assert.False(model.Trainer.ByteFallback || model.Trainer.TreatWhitespaceAsSuffix);
        Assert.Equal((0, 1, 2, -1), (model.Trainer.UnknownId, model.Trainer.BeginId, model.Trainer.EndId, model.Trainer.PaddingId));
        Assert.Equal("identity", model.Normalizer.Name);
        Assert.True(model.Normalizer.AddDummyPrefix && model.Normalizer.EscapeWhitespaces);
        Assert.False(model.Normalizer.RemoveExtraWhitespaces);
        Assert.Null(model.Denormalizer);
    }

    [Fact]
    public void What_a_model_does_not_say_is_as_the_format_defines()
    {
        var model = SentencePieceModel.Read("m", s_unknown);

        Assert.Equal(SentencePieceAlgorithm.Unigram, model.Trainer.Algorithm);
        Assert.Equal(("<unk>", "<s>", "</s>", "<pad>"),
            (model.Trainer.UnknownPiece, model.Trainer.BeginPiece, model.Trainer.EndPiece, model.Trainer.PaddingPiece));
        Assert.Equal(" \u2047 ", model.Trainer.UnknownSurface);
        Assert.Equal((0, 1, 2, -1), (model.Trainer.UnknownId, model.Trainer.BeginId, model.Trainer.EndId, model.Trainer.PaddingId));
        Assert.True(model.Normalizer.AddDummyPrefix && model.Normalizer.RemoveExtraWhitespaces && model.Normalizer.EscapeWhitespaces);
        Assert.Equal(0f, model.Scores[0]);
    }

    [Fact]
    public void A_message_in_two_parts_is_one_and_its_last_value_counts()
    {
        var model = SentencePieceModel.Read("m", new SentencePieceWriter().Raw(s_unknown)
            .Raw(SentencePieceWriter.Field(2, SentencePieceWriter.Field(35, 1)))
            .Raw(SentencePieceWriter.Field(2, [.. SentencePieceWriter.Field(45, "first"), .. SentencePieceWriter.Field(45, "last")]))
            .Normalizer("back", [1, 2, 3], field: 5)
            .ToArray());

        Assert.True(model.Trainer.ByteFallback);
        Assert.Equal("last", model.Trainer.UnknownPiece);
        Assert.Equal("back", model.Denormalizer?.Name);
        Assert.Equal([1, 2, 3], model.Denormalizer?.PrecompiledCharsMap.ToArray());
        Assert.Equal("", model.Normalizer.Name);
    }

    [Theory]
    [InlineData("", "pieces: expected one piece of type 2 (unknown), found none in 0")]
    [InlineData("0A020A00", "pieces.piece at byte 2: expected at least one byte, found none")]
    [InlineData("0A05 0A03 610A", "pieces at byte 0: expected at most 4 bytes (to the end of the message), found 5")]
    [InlineData("0A03 0A05 61", "pieces.piece at byte 2: expected at most 1 bytes (to the end of the message), found 5")]
    [InlineData("0A03 0A01 FF", "pieces.piece at byte 2: expected valid UTF-8, found other bytes")]
    [InlineData("0A02 0801", "pieces.piece at byte 2: expected wire type 2, found 0")]
    [InlineData("0A05 0A0161 1807", "pieces.type at byte 5: expected a type from 1 to 6, found 7")]
    [InlineData("0A08 0A0161 150000807F", "pieces.score at byte 5: expected a finite number, found Infinity")]
    [InlineData("08 80", "pieces at byte 0: expected wire type 2, found 0")]
    [InlineData("20 80", "field 4 at byte 0: expected the end of a varint, found the end of the message")]
    [InlineData("20 FFFFFFFFFFFFFFFFFF02", "field 4 at byte 0: expected a varint of at most 64 bits, found a longer one")]
    [InlineData("22 FFFFFFFFFFFFFFFFFF01", "field 4 at byte 0: expected at most 0 bytes (to the end of the message), found 18446744073709551615")]
    [InlineData("23", "field 4 at byte 0: expected a wire type of 0, 1, 2 or 5, found 3")]
    [InlineData("21 00", "field 4 at byte 0: expected at most 1 bytes (to the end of the message), found 8")]
    [InlineData("00", "m at byte 0: expected a field number from 1 to 536870911, found 0")]
    [InlineData("12 02 1805", "trainer_spec.model_type at byte 2: expected 1 (unigram), 2 (BPE), 3 (word) or 4 (char), found 5")]
    [InlineData("12 07 C002FFFFFFFF0F", "trainer_spec.unk_id at byte 2: expected a 32-bit integer, found 4294967295")]
    public void What_breaks_the_format_is_refused_with_its_place(string hex, string message)
    {
        var error = Assert.Throws<InvalidFileException>(
            () => SentencePieceModel.Read("m", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_unknown_piece_is_refused()
    {
        var error = Assert.Throws<InvalidFileException>(() => SentencePieceModel.Read("m", (byte[])[.. s_unknown, .. s_unknown]));

        Assert.Equal("pieces 0 and 1", error.Found);
    }
}
