namespace Attune.Tokenizers;

/// <summary><c>&lt;s&gt; A &lt;/s&gt;</c>, and <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>, all of type 0.</summary>
public sealed class RobertaProcessing : PostProcessor
{
    private readonly TemplatePart[] _single;
    private readonly TemplatePart[] _pair;

    /// <summary>A post-processor with these two tokens.</summary>
    /// <param name="sep">The token after each sequence, and its id.</param>
    /// <param name="cls">The token in front, and its id.</param>
    /// <param name="trimOffsets">Whether the spaces at the ends of a token are left out of its offsets.</param>
    /// <param name="addPrefixSpace">Whether a single space at the start of a text is the pre-tokenizer's, and not trimmed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    public RobertaProcessing((string Token, int Id) sep, (string Token, int Id) cls, bool trimOffsets = true, bool addPrefixSpace = true)
    {
        Sep = SpecialToken.Check(sep);
        Cls = SpecialToken.Check(cls);
        TrimOffsets = trimOffsets;
        AddPrefixSpace = addPrefixSpace;
        _single = [new(-1, cls.Id, 0), new(0, 0, 0), new(-1, sep.Id, 0)];
        _pair = [.. _single, new(-1, sep.Id, 0), new(1, 0, 0), new(-1, sep.Id, 0)];
    }

    /// <summary>The token after each sequence, and its id.</summary>
    public (string Token, int Id) Sep { get; }

    /// <summary>The token in front, and its id.</summary>
    public (string Token, int Id) Cls { get; }

    /// <summary>Whether the spaces at the ends of a token are left out of its offsets.</summary>
    public bool TrimOffsets { get; }

    /// <summary>Whether a single space at the start of a text is the pre-tokenizer's, and not trimmed.</summary>
    public bool AddPrefixSpace { get; }

    internal override bool TrimsOffsets => TrimOffsets;

    internal override ReadOnlySpan<TemplatePart> Template(bool pair) => pair ? _pair : _single;
}
