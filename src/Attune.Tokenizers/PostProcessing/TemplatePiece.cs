using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>A place in a template: a sequence of the input, or a special token by its name.</summary>
public readonly record struct TemplatePiece
{
    private TemplatePiece(int sequence, string? name, int typeId)
    {
        Sequence = sequence;
        SpecialToken = name;
        TypeId = typeId;
    }

    /// <summary>0 for the first sequence, 1 for the second; -1 for a special token.</summary>
    public int Sequence { get; }

    /// <summary>The name of the special token; null for a sequence.</summary>
    public string? SpecialToken { get; }

    /// <summary>The segment id that its tokens get.</summary>
    public int TypeId { get; }

    /// <summary>A place for the first (0) or second (1) sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another sequence, or a negative type.</exception>
    public static TemplatePiece ForSequence(int sequence, int typeId = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sequence & 1, sequence);
        ArgumentOutOfRangeException.ThrowIfNegative(typeId);
        return new TemplatePiece(sequence, null, typeId);
    }

    /// <summary>A place for a special token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative type.</exception>
    public static TemplatePiece ForSpecialToken(string name, int typeId = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfNegative(typeId);
        return new TemplatePiece(-1, name, typeId);
    }

    /// <summary>
    /// A template as people write it, pieces between spaces: <c>$A</c> and <c>$B</c> are the sequences, <c>$0</c>, <c>$1</c>, … the first with this type, anything
    /// else is the name of a special token; <c>:1</c> after a piece is its type.
    /// </summary>
    /// <exception cref="FormatException">A piece is none of these.</exception>
    public static IReadOnlyList<TemplatePiece> Parse(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return [.. template.Split(' ').Select(ParsePiece)];
    }

    private static TemplatePiece ParsePiece(string piece)
    {
        string[] parts = piece.Split(':');
        int typeId = 0;
        if (parts.Length > 2 || (parts.Length == 2 && !IsNumber(parts[1], out typeId)))
            throw NotAPiece(piece);
        string name = parts[0];
        if (!name.StartsWith('$'))
            return ForSpecialToken(name, typeId);
        return name[1..] switch
        {
            "" or "A" or "a" => ForSequence(0, typeId),
            "B" or "b" => ForSequence(1, typeId),
            string number when IsNumber(number, out int own) => ForSequence(0, parts.Length == 2 ? typeId : own),
            _ => throw NotAPiece(piece),
        };
    }

    private static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static FormatException NotAPiece(string piece) =>
        new($"expected a template of $A, $B, $0 and names of special tokens, each with :type or without, found \"{piece}\"");
}
