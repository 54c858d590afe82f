namespace Attune.Formats;

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
