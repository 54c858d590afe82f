namespace Attune.Tokenizers;

/// <summary>Special tokens where a template puts them, one template for a sequence alone and one for a pair.</summary>
public sealed class TemplateProcessing : PostProcessor
{
    private readonly TemplatePart[] _single;
    private readonly TemplatePart[] _pair;

    /// <summary>A post-processor of two templates as people write them, <c>[CLS] $A [SEP]</c> and <c>[CLS] $A [SEP] $B:1 [SEP]:1</c>.</summary>
    /// <exception cref="FormatException">A piece of a template is malformed.</exception>
    /// <exception cref="ArgumentException">As of the other constructor.</exception>
    public TemplateProcessing(string single, string pair, IReadOnlyList<SpecialToken> specialTokens)
        : this(TemplatePiece.Parse(single), TemplatePiece.Parse(pair), specialTokens)
    {
    }

    /// <summary>A post-processor of two templates.</summary>
    /// <exception cref="ArgumentException">A template names a special token that is not given, the single template uses the second sequence, or a name stands twice.</exception>
    public TemplateProcessing(IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> pair, IReadOnlyList<SpecialToken> specialTokens)
    {
        ArgumentNullException.ThrowIfNull(single);
        ArgumentNullException.ThrowIfNull(pair);
        ArgumentNullException.ThrowIfNull(specialTokens);
        var byName = new Dictionary<string, SpecialToken>();
        foreach (var token in specialTokens)
        {
            if (!byName.TryAdd(token.Name, token))
                throw new ArgumentException($"expected each special token once, found \"{token.Name}\" again", nameof(specialTokens));
        }

        if (single.Any(piece => piece.Sequence == 1))
            throw new ArgumentException("expected the first sequence only, found the second in the template for one sequence", nameof(single));
        Single = [.. single];
        Pair = [.. pair];
        SpecialTokens = [.. specialTokens];
        _single = Resolve(single, byName, nameof(single));
        _pair = Resolve(pair, byName, nameof(pair));
    }

    /// <summary>The template for one sequence.</summary>
    public IReadOnlyList<TemplatePiece> Single { get; }

    /// <summary>The template for a pair.</summary>
    public IReadOnlyList<TemplatePiece> Pair { get; }

    /// <summary>What the names in the templates stand for.</summary>
    public IReadOnlyList<SpecialToken> SpecialTokens { get; }

    internal override ReadOnlySpan<TemplatePart> Template(bool pair) => pair ? _pair : _single;

    private static TemplatePart[] Resolve(IReadOnlyList<TemplatePiece> template, Dictionary<string, SpecialToken> tokens, string parameter)
    {
        var parts = new List<TemplatePart>();
        foreach (var piece in template)
        {
            if (piece.SpecialToken is null)
                parts.Add(new TemplatePart(piece.Sequence, 0, piece.TypeId));
            else if (tokens.TryGetValue(piece.SpecialToken, out var token))
                parts.AddRange(token.Ids.Select(id => new TemplatePart(-1, id, piece.TypeId)));
            else
                throw new ArgumentException($"expected one of the special tokens ({string.Join(", ", tokens.Keys)}), found \"{piece.SpecialToken}\"", parameter);
        }

        return [.. parts];
    }
}
