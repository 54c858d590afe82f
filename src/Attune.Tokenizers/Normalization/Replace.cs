using System.Text;

namespace Attune.Tokenizers;

/// <summary>Puts a string in the place of each occurrence of another, from left to right. The string is put as it is: <c>$1</c> means nothing in it.</summary>
public sealed class Replace : Normalizer
{
    private readonly byte[] _pattern;
    private readonly byte[] _content;

    /// <param name="pattern">What to look for, not empty.</param>
    /// <param name="content">What to put there.</param>
    /// <exception cref="ArgumentException">The pattern is empty.</exception>
    public Replace(string pattern, string content)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentNullException.ThrowIfNull(content);
        Pattern = pattern;
        Content = content;
        _pattern = Encoding.UTF8.GetBytes(pattern);
        _content = Encoding.UTF8.GetBytes(content);
        CutsBeforeWords = !HasSpaceAfterLetter(_pattern);
        KeepsWordStarts = !pattern.EnumerateRunes().Any(rune => rune.Value == ' ' || UnicodeData.IsLatinLetter(rune.Value));
    }

    /// <summary>What is looked for.</summary>
    public string Pattern { get; }

    /// <summary>What is put there.</summary>
    public string Content { get; }

    internal override bool CutsBeforeWords { get; }

    internal override bool KeepsWordStarts { get; }

    internal override void Apply(AlignedText text)
    {
        var rewriting = new Rewriting(text);
        var bytes = rewriting.Old;
        for (int i = 0; bytes[i..].IndexOf(_pattern) is >= 0 and int found;)
        {
            i += found;
            rewriting.Replace(i, i + _pattern.Length, _content);
            i += _pattern.Length;
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
}
