namespace Attune.Formats;

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
