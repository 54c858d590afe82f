using System.Text;

namespace Attune.Tokenizers;

/// <summary>Writes each space as ▁, may put one in front, and cuts before each.</summary>
public sealed class Metaspace : PreTokenizer
{
    private readonly byte[] _replacement;

    /// <summary>A pre-tokenizer of these options.</summary>
    /// <param name="replacement">What stands for a space; U+2581 (▁) if left out.</param>
    /// <param name="prependScheme">Where one is put in front.</param>
    /// <param name="split">Whether it cuts before each.</param>
    public Metaspace(Rune? replacement = null, PrependScheme prependScheme = PrependScheme.Always, bool split = true)
    {
        Replacement = replacement ?? DefaultReplacement;
        PrependScheme = prependScheme;
        Split = split;
        _replacement = Encoding.UTF8.GetBytes(Replacement.ToString());
    }

    /// <summary>What stands for a space.</summary>
    public Rune Replacement { get; }

    /// <summary>Where one is put in front.</summary>
    public PrependScheme PrependScheme { get; }

    /// <summary>Whether it cuts before each.</summary>
    public bool Split { get; }

    internal static Rune DefaultReplacement => new('▁');

    internal override Splitter? Splitter => null;

    internal override bool CutsBeforeWords => Split;

    // A text cut before a space begins with one, so nothing is put in front there. What comes next knows a space by ▁ only.
    internal override bool LetsCutBeforeWords => Split || Replacement == DefaultReplacement;

    internal override void Apply(AlignedText text, PieceList pieces)
    {
        using var wholes = new PieceCopy(pieces);
        pieces.Clear();
        var rewriting = new Rewriting(text);
        int grown = 0;
        foreach (var whole in wholes.Span)
            Rewrite(text, whole, ref rewriting, ref grown, pieces);
        rewriting.End();
    }

    // Positions of the text before the rewriting; grown is by how much a position after it is greater.
    private void Rewrite(AlignedText text, Piece whole, ref Rewriting rewriting, ref int grown, PieceList pieces)
    {
        if (whole.Length == 0)
            return;
        var old = rewriting.Old[..whole.End];
        int start = whole.Start + grown;
        bool marked = old[whole.Start] == ' ' || old[whole.Start..].StartsWith(_replacement);
        if (!marked && (PrependScheme == PrependScheme.Always || (PrependScheme == PrependScheme.First && text.BeginsText && whole.Start == 0)))
        {
            rewriting.Replace(whole.Start, whole.Start, _replacement);
            grown += _replacement.Length;
        }

        int space = Next(old, whole.Start, " "u8);
        int mark = Split ? Next(old, whole.Start, _replacement) : old.Length;
        while (Math.Min(space, mark) is int at && at < old.Length)
        {
            if (Split && at > whole.Start)
            {
                pieces.Add(new Piece(start, at + grown));
                start = at + grown;
            }

            if (at == space)
            {
                rewriting.Replace(at, at + 1, _replacement);
                grown += _replacement.Length - 1;
                space = Next(old, at + 1, " "u8);
            }

            if (at == mark)
                mark = Next(old, at + _replacement.Length, _replacement);
        }

        pieces.Add(new Piece(start, whole.End + grown));
    }

    private static int Next(ReadOnlySpan<byte> text, int from, ReadOnlySpan<byte> pattern)
    {
        int at = text[from..].IndexOf(pattern);
        return at < 0 ? text.Length : from + at;
    }
}
