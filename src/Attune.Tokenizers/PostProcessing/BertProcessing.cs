namespace Attune.Tokenizers;

/// <summary><c>[CLS] A [SEP]</c>, and <c>[CLS] A [SEP] B [SEP]</c> with type 1 from B on.</summary>
public sealed class BertProcessing : PostProcessor
{
    private readonly TemplatePart[] _single;
    private readonly TemplatePart[] _pair;

    /// <summary>A post-processor with these two tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    public BertProcessing((string Token, int Id) sep, (string Token, int Id) cls)
    {
        Sep = SpecialToken.Check(sep);
        Cls = SpecialToken.Check(cls);
        _single = [new(-1, cls.Id, 0), new(0, 0, 0), new(-1, sep.Id, 0)];
        _pair = [.. _single, new(1, 0, 1), new(-1, sep.Id, 1)];
    }

    /// <summary>The token after each sequence, and its id.</summary>
    public (string Token, int Id) Sep { get; }

    /// <summary>The token in front, and its id.</summary>
    public (string Token, int Id) Cls { get; }

    internal override ReadOnlySpan<TemplatePart> Template(bool pair) => pair ? _pair : _single;
}
