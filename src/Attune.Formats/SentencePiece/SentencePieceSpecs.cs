namespace Attune.Formats;

/// <summary>The algorithm of a SentencePiece model; the numbers are the file's.</summary>
public enum SentencePieceAlgorithm
{
    /// <summary>The segmentation of the highest probability, each piece having its own.</summary>
    Unigram = 1,

    /// <summary>Byte-pair encoding: neighbours merge, the highest score first.</summary>
    Bpe = 2,

    /// <summary>Words between white space.</summary>
    Word = 3,

    /// <summary>Characters.</summary>
    Char = 4,
}

/// <summary>What a piece of a SentencePiece model is for; the numbers are the file's.</summary>
public enum SentencePieceType
{
    /// <summary>A piece of text.</summary>
    Normal = 1,

    /// <summary>Stands for what no piece covers.</summary>
    Unknown = 2,

    /// <summary>Begin, end and the like: never found in text.</summary>
    Control = 3,

    /// <summary>A piece that text is always cut at.</summary>
    UserDefined = 4,

    /// <summary>A piece that is not used.</summary>
    Unused = 5,

    /// <summary>One byte, written <c>&lt;0x0A&gt;</c>, of a character that no piece covers.</summary>
    Byte = 6,
}

/// <summary>What encoding and decoding need of how a SentencePiece model was trained (<c>trainer_spec</c>).</summary>
public sealed class SentencePieceTrainerSpec
{
    internal SentencePieceTrainerSpec()
    {
    }

    /// <summary>The algorithm.</summary>
    public SentencePieceAlgorithm Algorithm { get; private set; } = SentencePieceAlgorithm.Unigram;

    /// <summary>White space ends a piece, in place of beginning it.</summary>
    public bool TreatWhitespaceAsSuffix { get; private set; }

    /// <summary>Each digit was cut off on its own.</summary>
    public bool SplitDigits { get; private set; }

    /// <summary>Characters that no piece covers become pieces of one byte each, in place of the unknown piece.</summary>
    public bool ByteFallback { get; private set; }

    /// <summary>The id of the unknown piece asked for in training.</summary>
    public int UnknownId { get; private set; }

    /// <summary>The id of the piece that begins a text; -1 for none.</summary>
    public int BeginId { get; private set; } = 1;

    /// <summary>The id of the piece that ends a text; -1 for none.</summary>
    public int EndId { get; private set; } = 2;

    /// <summary>The id of the piece that pads; -1 for none.</summary>
    public int PaddingId { get; private set; } = -1;

    /// <summary>The unknown piece.</summary>
    public string UnknownPiece { get; private set; } = "<unk>";

    /// <summary>The piece that begins a text.</summary>
    public string BeginPiece { get; private set; } = "<s>";

    /// <summary>The piece that ends a text.</summary>
    public string EndPiece { get; private set; } = "</s>";

    /// <summary>The piece that pads.</summary>
    public string PaddingPiece { get; private set; } = "<pad>";

    /// <summary>What the unknown piece is decoded to.</summary>
    public string UnknownSurface { get; private set; } = " \u2047 ";

    /// <summary>Takes over the fields that a message has; a message given twice in a file is one with the fields of both.</summary>
    internal void Merge(ref ProtobufReader reader)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    Algorithm = ReadAlgorithm(ref reader);
                    break;
                case 24:
                    TreatWhitespaceAsSuffix = reader.ReadBool("trainer_spec.treat_whitespace_as_suffix");
                    break;
                case 25:
                    SplitDigits = reader.ReadBool("trainer_spec.split_digits");
                    break;
                case 35:
                    ByteFallback = reader.ReadBool("trainer_spec.byte_fallback");
                    break;
                case 40:
                    UnknownId = reader.ReadInt32("trainer_spec.unk_id");
                    break;
                case 41:
                    BeginId = reader.ReadInt32("trainer_spec.bos_id");
                    break;
                case 42:
                    EndId = reader.ReadInt32("trainer_spec.eos_id");
                    break;
                case 43:
                    PaddingId = reader.ReadInt32("trainer_spec.pad_id");
                    break;
                case 44:
                    UnknownSurface = reader.ReadString("trainer_spec.unk_surface");
                    break;
                case 45:
                    UnknownPiece = reader.ReadString("trainer_spec.unk_piece");
                    break;
                case 46:
                    BeginPiece = reader.ReadString("trainer_spec.bos_piece");
                    break;
                case 47:
                    EndPiece = reader.ReadString("trainer_spec.eos_piece");
                    break;
                case 48:
                    PaddingPiece = reader.ReadString("trainer_spec.pad_piece");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static SentencePieceAlgorithm ReadAlgorithm(ref ProtobufReader reader)
    {
        const string Key = "trainer_spec.model_type";
        int type = reader.ReadInt32(Key);
        return type is >= (int)SentencePieceAlgorithm.Unigram and <= (int)SentencePieceAlgorithm.Char
            ? (SentencePieceAlgorithm)type
            : throw reader.Error(Key, "1 (unigram), 2 (BPE), 3 (word) or 4 (char)", $"{type}");
    }
}

/// <summary>How text is normalized before it is encoded, or after it is decoded (<c>normalizer_spec</c>, <c>denormalizer_spec</c>).</summary>
public sealed class SentencePieceNormalizerSpec
{
    internal SentencePieceNormalizerSpec()
    {
    }

    /// <summary>The name of the rules, such as <c>nmt_nfkc</c>; empty where the file does not say.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The rules themselves, compiled by SentencePiece; empty for none. Not checked here.</summary>
    public ReadOnlyMemory<byte> PrecompiledCharsMap { get; private set; }

    /// <summary>A space is put before the text, so that its first word is like any other.</summary>
    public bool AddDummyPrefix { get; private set; } = true;

    /// <summary>White space at both ends is removed, and inside made one space.</summary>
    public bool RemoveExtraWhitespaces { get; private set; } = true;

    /// <summary>Spaces are written as U+2581.</summary>
    public bool EscapeWhitespaces { get; private set; } = true;

    /// <summary>Takes over the fields that a message has.</summary>
    internal void Merge(ref ProtobufReader reader)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Name = reader.ReadString("name");
                    break;
                case 2:
                    PrecompiledCharsMap = reader.ReadBytes("precompiled_charsmap").ToArray();
                    break;
                case 3:
                    AddDummyPrefix = reader.ReadBool("add_dummy_prefix");
                    break;
                case 4:
                    RemoveExtraWhitespaces = reader.ReadBool("remove_extra_whitespaces");
                    break;
                case 5:
                    EscapeWhitespaces = reader.ReadBool("escape_whitespaces");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
