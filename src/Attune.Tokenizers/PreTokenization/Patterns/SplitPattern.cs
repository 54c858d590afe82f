using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// A regular expression over the code points of a text in UTF-8, of the kind that tokenizers cut texts with: of several alternatives the first
/// that matches wins, as in Rust's <c>fancy-regex</c>, Oniguruma or Perl.
/// </summary>
/// <remarks>
/// <para>Literals, <c>.</c>; classes with ranges, negation, nested classes and <c>&amp;&amp;</c>; <c>\s \d \w \p{...}</c> with general categories
/// and some scripts; groups, <c>(?i:)</c> and the flags i, m, s; alternatives; <c>? * + {m,n}</c>, lazy with <c>?</c>, possessive with <c>+</c>;
/// look-ahead; look-behind of fixed length; atomic groups; <c>^ $ \A \z \Z \b \B</c>. No references to groups.</para>
/// <para>.NET's own <c>Regex</c> does not do: it sees UTF-16 code units, so that <c>\p{L}</c> misses letters beyond U+FFFF, and limits time instead of work.
/// Immutable and thread-safe.</para>
/// </remarks>
internal sealed class SplitPattern
{
    private readonly string _pattern;

    /// <exception cref="PatternSyntaxException">The pattern is not in the language above.</exception>
    internal SplitPattern(string pattern)
    {
        _pattern = pattern;
        Program = PatternProgram.Compile(pattern);
    }

    internal PatternProgram Program { get; }

    /// <summary>The pattern that matches a text and nothing else.</summary>
    internal static SplitPattern Literal(string text)
    {
        var pattern = new StringBuilder();
        foreach (char c in text)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c))
                pattern.Append('\\');
            pattern.Append(c);
        }

        return new SplitPattern(pattern.ToString());
    }

    /// <summary>The leftmost match at or after a position of the text.</summary>
    /// <exception cref="TokenizationException">The pattern backtracks too much on this text; see <see cref="PatternMatcher"/> for how much is.</exception>
    internal bool Find(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        var matcher = new PatternMatcher(this, text, from);
        try
        {
            return matcher.Find(from, out start, out end);
        }
        finally
        {
            matcher.Dispose();
        }
    }

    /// <summary>A pattern as messages show it: its beginning, where it is very long.</summary>
    internal static string Shorten(string pattern) => pattern.Length <= 300 ? pattern : pattern[..300] + "...";

    /// <summary>The pattern as written.</summary>
    public override string ToString() => _pattern;
}
