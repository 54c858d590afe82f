namespace Attune.Tokenizers;

/// <summary>A part of a parsed pattern.</summary>
internal abstract record PatternNode
{
    /// <summary>How many characters a match has, when all matches have the same number; else null.</summary>
    internal abstract int? Width { get; }

    /// <summary>Whether a match may be empty.</summary>
    internal abstract bool MayBeEmpty { get; }

    /// <summary>One character of a set.</summary>
    internal sealed record One(CharacterSet Set) : PatternNode
    {
        internal override int? Width => 1;

        internal override bool MayBeEmpty => false;
    }

    /// <summary>One part after the other; without parts, the empty match.</summary>
    internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        internal override int? Width { get; } = Parts.Aggregate((int?)0, (sum, part) => sum + part.Width);

        internal override bool MayBeEmpty { get; } = Parts.All(part => part.MayBeEmpty);
    }

    /// <summary>The first of several parts that lets the rest match.</summary>
    internal sealed record Choice(IReadOnlyList<PatternNode> Parts) : PatternNode
    {
        internal override int? Width { get; } = Parts.All(part => part.Width == Parts[0].Width) ? Parts[0].Width : null;

        internal override bool MayBeEmpty { get; } = Parts.Any(part => part.MayBeEmpty);
    }

    /// <summary>A part from <paramref name="Min"/> to <paramref name="Max"/> times (<see cref="int.MaxValue"/> is without limit).</summary>
    internal sealed record Repeat(PatternNode Part, int Min, int Max, Greed Greed) : PatternNode
    {
        internal override int? Width { get; } = Min == Max ? Part.Width * Min : null;

        internal override bool MayBeEmpty { get; } = Min == 0 || Part.MayBeEmpty;
    }

    /// <summary>A part whose first match is final: the rest cannot make it give anything back.</summary>
    internal sealed record Atomic(PatternNode Part) : PatternNode
    {
        internal override int? Width { get; } = Part.Width;

        internal override bool MayBeEmpty { get; } = Part.MayBeEmpty;
    }

    /// <summary>Whether a part matches here, or <paramref name="Behind"/> so many characters back; consumes nothing.</summary>
    internal sealed record Look(PatternNode Part, int Behind, bool Negative) : PatternNode
    {
        internal override int? Width => 0;

        internal override bool MayBeEmpty => true;
    }

    /// <summary>A condition on the place; consumes nothing.</summary>
    internal sealed record Anchor(PatternAnchor Kind) : PatternNode
    {
        internal override int? Width => 0;

        internal override bool MayBeEmpty => true;
    }
}

/// <summary>How a repetition chooses how often.</summary>
internal enum Greed
{
    /// <summary>As often as possible, less if the rest needs it.</summary>
    Greedy,

    /// <summary>As seldom as possible, more if the rest needs it.</summary>
    Lazy,

    /// <summary>As often as possible, whatever the rest needs.</summary>
    Possessive,
}

/// <summary>Conditions on a place in a text.</summary>
internal enum PatternAnchor
{
    TextStart,
    TextEnd,
    TextEndOrLastNewline,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
