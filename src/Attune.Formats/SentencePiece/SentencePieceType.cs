namespace Attune.Formats;

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
