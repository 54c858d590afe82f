namespace Attune.Inference;

/// <summary>
/// Finds stop strings in a text that comes in pieces. Text is given out when it cannot be a part of one any more; the string that ends first counts, so it does not matter
/// where pieces end.
/// </summary>
internal sealed class StopStrings(IReadOnlyList<string> strings)
{
    private string _held = "";

    /// <summary>Adds a piece; gives the text that is certain now.</summary>
    /// <param name="piece">More text.</param>
    /// <param name="isFound">Whether a stop string is complete: what was given out up to here is all there is.</param>
    public string Add(string piece, out bool isFound)
    {
        isFound = false;
        if (strings.Count == 0)
            return piece;
        string text = _held + piece;
        int start = Find(text);
        isFound = start >= 0;
        int certain = isFound ? start : text.Length - Held(text);
        _held = isFound ? "" : text[certain..];
        return text[..certain];
    }

    /// <summary>Ends the text: what was held back belongs to it.</summary>
    public string Flush()
    {
        string held = _held;
        _held = "";
        return held;
    }

    // Where the stop string begins that ends first; of two that end at one place, the longer.
    private int Find(string text)
    {
        int start = -1, end = int.MaxValue;
        foreach (string one in strings)
        {
            int at = text.IndexOf(one, StringComparison.Ordinal);
            if (at >= 0 && (at + one.Length < end || (at + one.Length == end && at < start)))
                (start, end) = (at, at + one.Length);
        }

        return start;
    }

    // How many characters at the end may be the start of a stop string.
    private int Held(string text)
    {
        int held = 0;
        foreach (string one in strings)
        {
            for (int length = Math.Min(one.Length - 1, text.Length); length > held; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(one.AsSpan(0, length)))
                    held = length;
            }
        }

        return held;
    }
}
