namespace Attune.Tokenizers;

/// <summary>Removes white space (Unicode's White_Space) at the start and at the end of a text.</summary>
/// <param name="left">Whether it strips the start.</param>
/// <param name="right">Whether it strips the end.</param>
public sealed class Strip(bool left, bool right) : Normalizer
{
    /// <summary>Whether it strips the start.</summary>
    public bool Left { get; } = left;

    /// <summary>Whether it strips the end.</summary>
    public bool Right { get; } = right;

    internal override void Apply(AlignedText text)
    {
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        int start = 0;
        if (Left && text.BeginsSegment)
        {
            while (start < bytes.Length && CodePoints.IsWhiteSpace(CodePoints.ReadValid(bytes, start, out int length)))
                start += length;
            if (start > 0)
                rewriting.Remove(0, start);
        }

        int end = bytes.Length;
        if (Right && text.EndsSegment)
        {
            while (end > start && CodePoints.Previous(bytes, end) is int previous && CodePoints.IsWhiteSpace(CodePoints.ReadValid(bytes, previous, out _)))
                end = previous;
            if (end < bytes.Length)
                rewriting.Remove(end, bytes.Length);
        }

        rewriting.End();
    }
}
