using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>
/// The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of a vocabulary, which stand for the bytes of characters that it lacks. Immutable and thread-safe.
/// </summary>
internal sealed class ByteTokens
{
    private const int Missing = -1;
    private readonly int[] _ids;

    /// <param name="reserved">Tokens that no text gives; null for none.</param>
    public ByteTokens(Vocabulary vocabulary, IReadOnlySet<int>? reserved = null) =>
        _ids = [.. Enumerable.Range(0, 256).Select(value => vocabulary.IdOf(Of(value)) is int id && reserved?.Contains(id) != true ? id : Missing)];

    /// <summary>The ids of those that the vocabulary has.</summary>
    public IEnumerable<int> Ids => _ids.Where(id => id != Missing);

    /// <summary>The id of a byte's token, which has to be there.</summary>
    public int this[byte value] => _ids[value];

    /// <summary>Whether a token is one of them.</summary>
    public bool Contains(int id) => id != Missing && Array.IndexOf(_ids, id) >= 0;

    /// <summary>Whether there is a token for each of these bytes.</summary>
    public bool Cover(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (_ids[value] == Missing)
                return false;
        }

        return true;
    }

    /// <summary>The token of a byte.</summary>
    public static string Of(int value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    /// <summary>The byte that a token names.</summary>
    public static bool TryParse(ReadOnlySpan<byte> token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x"u8) && token[5] == '>'
            && byte.TryParse(token[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
