using System.Diagnostics;

namespace Attune.Tokenizers;

/// <summary>
/// A rewriting of a text from left to right that names what changes by its position in the text, keeps everything else, and costs nothing
/// as long as nothing changes.
/// </summary>
internal struct Rewriting(AlignedText text)
{
    private readonly AlignedText _text = text;
    private int _read;
    private bool _begun;

    /// <summary>The text before the rewriting.</summary>
    public readonly ReadOnlySpan<byte> Old => _text.Bytes;

    /// <summary>Puts other bytes in the place of those from <paramref name="start"/> to <paramref name="end"/>; none removes them, an empty range inserts.</summary>
    public void Replace(int start, int end, ReadOnlySpan<byte> with)
    {
        Debug.Assert(start >= _read);
        if (!_begun)
        {
            _text.BeginRewrite();
            _begun = true;
        }

        _text.Keep(start - _read);
        _text.Replace(end - start, with);
        _read = end;
    }

    public void Remove(int start, int end) => Replace(start, end, []);

    public readonly void End()
    {
        if (_begun)
            _text.EndRewrite();
    }
}
