namespace Attune.Inference;

/// <summary>
/// A token's place in the order of scores: greater scores first, of equal ones the lower id. What a filter keeps begins at the top of this order, so a filter is
/// the last place that it keeps, and of several filters the first of these counts.
/// </summary>
internal readonly record struct Ranked(float Score, int Id) : IComparable<Ranked>
{
    /// <summary>The place behind all tokens.</summary>
    public static Ranked Last => new(float.NegativeInfinity, int.MaxValue);

    public int CompareTo(Ranked other)
    {
        int byScore = other.Score.CompareTo(Score);
        return byScore != 0 ? byScore : Id.CompareTo(other.Id);
    }

    /// <summary>Whether a token comes before this place or is at it.</summary>
    public bool Keeps(float score, int id) => score > Score || (score == Score && id <= Id);

    /// <summary>The place that keeps less.</summary>
    public static Ranked First(Ranked left, Ranked right) => left.CompareTo(right) <= 0 ? left : right;
}
