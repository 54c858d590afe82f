using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Puts a string in the place of each occurrence of another, or of each match of a regular expression, from left to right. The string is put as it is: <c>$1</c>
/// means nothing in it.
/// </summary>
public sealed class Replace : Normalizer
{
    private readonly byte[] _literal = [];
    private readonly byte[] _content;

    /// <summary>A normalizer that replaces a string.</summary>
    /// <param name="pattern">What to look for, not empty.</param>
    /// <param name="content">What to put there.</param>
    /// <exception cref="ArgumentException">The pattern is empty.</exception>
    public Replace(string pattern, string content)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentNullException.ThrowIfNull(content);
        Pattern = pattern;
        Content = content;
        _literal = Encoding.UTF8.GetBytes(pattern);
        _content = Encoding.UTF8.GetBytes(content);
        CutsBeforeWords = !HasSpaceAfterLetter(_literal);
        KeepsWordStarts = !pattern.EnumerateRunes().Any(rune => rune.Value == ' ' || UnicodeData.IsLatinLetter(rune.Value));
    }

    /// <summary>With a regular expression; an empty match inserts, unless it touches the match before it.</summary>
    internal Replace(SplitPattern pattern, string content)
    {
        Pattern = pattern.ToString();
        Regex = pattern;
        Content = content;
        _content = Encoding.UTF8.GetBytes(content);
        (CutsBeforeWords, KeepsWordStarts) = WordsIn(pattern.Program.Code);
    }

    /// <summary>What is looked for.</summary>
    public string Pattern { get; }

    /// <summary>What is put there.</summary>
    public string Content { get; }

    /// <summary>The pattern where it is a regular expression.</summary>
    internal SplitPattern? Regex { get; }

    internal override bool CutsBeforeWords { get; }

    internal override bool KeepsWordStarts { get; }

    internal override void Apply(AlignedText text)
    {
        if (Regex is null)
            ReplaceLiteral(text);
        else
            ReplaceMatches(text, Regex);
    }

    private void ReplaceLiteral(AlignedText text)
    {
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        for (int i = 0; bytes[i..].IndexOf(_literal) is >= 0 and int found;)
        {
            i += found;
            rewriting.Replace(i, i + _literal.Length, _content);
            i += _literal.Length;
        }

        rewriting.End();
    }

    private void ReplaceMatches(AlignedText text, SplitPattern pattern)
    {
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        var matcher = new PatternMatcher(pattern, bytes, 0);
        try
        {
            int last = -1;
            for (int from = 0; from <= bytes.Length && matcher.Find(from, out int start, out int end);)
            {
                if (end > start || start != last)
                    rewriting.Replace(start, end, _content);
                last = end;
                from = end > start ? end : end + matcher.LengthAt(end);
            }
        }
        finally
        {
            matcher.Dispose();
        }

        rewriting.End();
    }

    private static bool HasSpaceAfterLetter(ReadOnlySpan<byte> pattern)
    {
        for (int i = 1; i < pattern.Length; i++)
        {
            if (pattern[i] == ' ' && char.IsAsciiLetter((char)pattern[i - 1]))
                return true;
        }

        return false;
    }

    // Known for the plain patterns in use, such as " {2,}": one character or run after the other, none of them a letter. Their matches lie between letters,
    // and one that is a single space only matches when it may be that short.
    private static (bool Cuts, bool Keeps) WordsIn(ReadOnlySpan<PatternProgram.Instruction> code)
    {
        long shortest = 0;
        bool space = false;
        bool letter = false;
        foreach (var instruction in code[..^1])
        {
            if (instruction.Op is not (PatternProgram.Op.One or PatternProgram.Op.Run) || instruction.Set is not { } set || HasAsciiLetter(set))
                return (false, false);
            shortest += instruction.Op == PatternProgram.Op.One ? 1 : instruction.Min;
            space |= set.Contains(' ');
            letter |= Enumerable.Range(0x80, UnicodeData.EndOfLatin - 0x80).Any(c => UnicodeData.IsLatinLetter(c) && set.Contains(c));
        }

        return (shortest > 0, shortest > 0 && !letter && (!space || shortest > 1));
    }

    private static bool HasAsciiLetter(CharacterSet set) => Enumerable.Range(0, 128).Any(c => char.IsAsciiLetter((char)c) && set.Contains(c));
}
