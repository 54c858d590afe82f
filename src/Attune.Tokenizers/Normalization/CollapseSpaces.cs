namespace Attune.Tokenizers;

/// <summary>
/// SentencePiece's <c>remove_extra_whitespaces</c>: spaces (U+0020) at the start and at the end go, each run of them within becomes one, which comes from the whole
/// run. Like SentencePiece, which has put "▁" for spaces by then, it removes "▁" (U+2581) at the end as well.
/// </summary>
public sealed class CollapseSpaces : Normalizer
{
    internal override void Apply(AlignedText text)
    {
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        int start = 0;
        if (text.BeginsSegment)
        {
            start = bytes.IndexOfAnyExcept((byte)' ');
            if (start < 0)
                start = bytes.Length;
            if (start > 0)
                rewriting.Remove(0, start);
        }

        int end = bytes.Length;
        if (text.EndsSegment)
        {
            while (end > start && TrailingSpace(bytes[start..end]) is > 0 and int length)
                end -= length;
        }

        while (start < end)
        {
            int run = bytes[start..end].IndexOf("  "u8);
            if (run < 0)
                break;
            run += start;
            int after = bytes[run..end].IndexOfAnyExcept((byte)' ');
            start = after < 0 ? end : run + after;
            rewriting.Replace(run, start, " "u8);
        }

        if (end < bytes.Length)
            rewriting.Remove(end, bytes.Length);
        rewriting.End();
    }

    private static int TrailingSpace(ReadOnlySpan<byte> text) => text[^1] == ' ' ? 1 : text.EndsWith("▁"u8) ? 3 : 0;
}
