namespace Attune.Training;

/// <summary>Where sentences end: at . ! or ? outside of quotation marks, or before the closing one, when white space and no lower-case letter follow.</summary>
internal static class SentenceSplitter
{
    public static IReadOnlyList<string> Split(string text)
    {
        var sentences = new List<string>();
        for (int start = 0; start < text.Length;)
        {
            int end = End(text, start);
            if (text[start..end].Trim() is { Length: > 0 } sentence)
                sentences.Add(sentence);
            start = end;
        }

        return sentences;
    }

    /// <summary>The end of the sentence that begins at <paramref name="start"/>. A new line ends it in any case, so that a quotation left open spoils one paragraph only.</summary>
    public static int End(string text, int start)
    {
        bool quoted = false;
        for (int i = start; i < text.Length; i++)
        {
            if (text[i] is '\n')
                return i + 1;
            if (text[i] is '"')
                quoted = !quoted;
            bool closes = text[i] is '.' or '!' or '?' || (text[i] is '"' && !quoted && i > start && text[i - 1] is '.' or '!' or '?');
            if (closes && !quoted && (i + 1 == text.Length || (char.IsWhiteSpace(text[i + 1]) && !ContinuesAt(text, i + 1))))
                return i + 1;
        }

        return text.Length;
    }

    private static bool ContinuesAt(string text, int position)
    {
        while (position < text.Length && text[position] is ' ')
            position++;
        return position < text.Length && char.IsLower(text[position]);
    }
}
