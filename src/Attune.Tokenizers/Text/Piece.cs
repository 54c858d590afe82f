namespace Attune.Tokenizers;

/// <summary>The bytes from <paramref name="Start"/> to before <paramref name="End"/> of a text in UTF-8: what a model segments on its own.</summary>
internal readonly record struct Piece(int Start, int End)
{
    public int Length => End - Start;
}
