namespace Attune.Formats;

/// <summary>
/// A <c>.model</c> file of SentencePiece: the pieces of the vocabulary and how text is normalized and cut into them. Thread-safe.
/// Format: <c>src/sentencepiece_model.proto</c> of https://github.com/google/sentencepiece.
/// </summary>
public sealed class SentencePieceModel
{
    private readonly PieceTable _pieces;
    private readonly float[] _scores;
    private readonly byte[] _types;

    private SentencePieceModel(string name, int count, int bytes)
    {
        Name = name;
        _pieces = new PieceTable(count, bytes);
        _scores = new float[count];
        _types = new byte[count];
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Name { get; }

    /// <summary>The number of pieces.</summary>
    public int Count => _types.Length;

    /// <summary>The score of each piece: a log probability of a Unigram model, the order of merges of BPE. All finite.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>The id of the piece of type <see cref="SentencePieceType.Unknown"/>: every model has exactly one.</summary>
    public int UnknownId { get; private set; } = -1;

    /// <summary>What encoding and decoding need of how the model was trained.</summary>
    public SentencePieceTrainerSpec Trainer { get; } = new();

    /// <summary>How text is normalized before it is encoded.</summary>
    public SentencePieceNormalizerSpec Normalizer { get; } = new();

    /// <summary>How text is normalized after it is decoded; null where it is not.</summary>
    public SentencePieceNormalizerSpec? Denormalizer { get; private set; }

    /// <summary>The UTF-8 of a piece: at least one byte.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such piece.</exception>
    public ReadOnlySpan<byte> Piece(int id) => _pieces[id];

    /// <summary>What a piece is for.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such piece.</exception>
    public SentencePieceType Type(int id) => (SentencePieceType)_types[id];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidFileException">It breaks the format.</exception>
    /// <exception cref="IOException">It cannot be read; see <see cref="MappedFile.Open"/>.</exception>
    public static SentencePieceModel Load(string path)
    {
        using var bytes = FileBytes.Open(path);
        return Read(bytes);
    }

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="InvalidFileException">It breaks the format.</exception>
    public static SentencePieceModel Read(string name, ReadOnlyMemory<byte> bytes) => Read(FileBytes.Of(name, bytes));

    private static SentencePieceModel Read(FileBytes bytes)
    {
        var all = bytes.All();
        var (count, pieceBytes) = CountPieces(new ProtobufReader(bytes.Name, all));
        var model = new SentencePieceModel(bytes.Name, count, pieceBytes);
        var reader = new ProtobufReader(bytes.Name, all);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    model.Add(reader.ReadMessage("pieces"));
                    break;
                case 2:
                    var trainer = reader.ReadMessage("trainer_spec");
                    model.Trainer.Merge(ref trainer);
                    break;
                case 3:
                    var normalizer = reader.ReadMessage("normalizer_spec");
                    model.Normalizer.Merge(ref normalizer);
                    break;
                case 5:
                    var denormalizer = reader.ReadMessage("denormalizer_spec");
                    (model.Denormalizer ??= new()).Merge(ref denormalizer);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (model.UnknownId < 0)
            throw new InvalidFileException(bytes.Name, "pieces", null, "one piece of type 2 (unknown)", $"none in {count}");
        return model;
    }

    /// <summary>A first pass over the file, so that all is allocated once and at its size.</summary>
    private static (int Count, int Bytes) CountPieces(ProtobufReader reader)
    {
        int count = 0;
        int bytes = 0;
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            count++;
            bytes += ReadPiece(reader.ReadMessage("pieces"), out _, out _).Length;
        }

        return (count, bytes);
    }

    private void Add(ProtobufReader reader)
    {
        int id = _pieces.Count;
        _pieces.Add(ReadPiece(reader, out _scores[id], out _types[id]));
        if (Type(id) != SentencePieceType.Unknown)
            return;
        if (UnknownId >= 0)
            throw reader.Error("pieces", "one piece of type 2 (unknown)", $"pieces {UnknownId} and {id}");
        UnknownId = id;
    }

    private static ReadOnlySpan<byte> ReadPiece(ProtobufReader reader, out float score, out byte type)
    {
        ReadOnlySpan<byte> piece = default;
        score = 0;
        type = (byte)SentencePieceType.Normal;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    piece = reader.ReadUtf8("pieces.piece");
                    break;
                case 2:
                    score = reader.ReadSingle("pieces.score");
                    if (!float.IsFinite(score))
                        throw reader.Error("pieces.score", "a finite number", $"{score}");
                    break;
                case 3:
                    int number = reader.ReadInt32("pieces.type");
                    if (number is < (int)SentencePieceType.Normal or > (int)SentencePieceType.Byte)
                        throw reader.Error("pieces.type", "a type from 1 to 6", $"{number}");
                    type = (byte)number;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return piece.Length > 0 ? piece : throw reader.Error("pieces.piece", "at least one byte", "none");
    }
}
