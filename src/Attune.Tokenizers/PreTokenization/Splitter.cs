namespace Attune.Tokenizers;

/// <summary>
/// Cuts a text into pieces from left to right. Where the next piece ends depends on nothing before its start, so a cut can be resumed at
/// the end of any piece. Thread-safe: splitters have no state.
/// </summary>
internal abstract class Splitter
{
    /// <summary>
    /// Cuts from <paramref name="position"/> on, until <paramref name="pieces"/> is full or the text ends.
    /// </summary>
    /// <param name="text">UTF-8. Where it is not valid, each byte that does not belong to a character is a symbol of its own: neither letter, number nor space.</param>
    /// <param name="position">Where to begin; on return, where to go on: the length of the text when all of it has been cut.</param>
    /// <param name="pieces">Receives pieces in order. What lies between two pieces belongs to none and is dropped.</param>
    /// <returns>How many pieces were written. 0 only when the rest of the text holds none.</returns>
    internal abstract int Split(ReadOnlySpan<byte> text, ref int position, Span<Piece> pieces);

    /// <summary>
    /// True where a piece always ends between an ASCII letter and an ASCII space that another ASCII letter follows. Then a long
    /// text can be cut there beforehand, into windows or for several threads, without changing a piece.
    /// </summary>
    internal abstract bool CutsBeforeWords { get; }
}
