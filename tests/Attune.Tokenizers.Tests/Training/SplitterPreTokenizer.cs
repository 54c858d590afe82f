namespace Attune.Tokenizers.Tests;

/// <summary>A pre-tokenizer that cuts with a splitter, and so that training goes the way of those that rewrite if asked to.</summary>
internal sealed class SplitterPreTokenizer(Splitter splitter, bool rewrites = false) : PreTokenizer
{
    internal override Splitter? Splitter => rewrites ? null : splitter;

    internal override bool CutsBeforeWords => splitter.CutsBeforeWords;

    internal override void Apply(AlignedText text, PieceList pieces)
    {
        Piece[] before = pieces.Span.ToArray();
        pieces.Clear();
        foreach (var piece in before)
            pieces.AddSplit(splitter, text.Bytes[piece.Start..piece.End], piece.Start);
    }
}
