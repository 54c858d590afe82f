using System.Text;

namespace Attune.Tokenizers;

/// <summary>Turns ▁ back into a space; in the first token into nothing, where a ▁ was put before the text.</summary>
public sealed class MetaspaceDecoder : Decoder
{
    private readonly byte[] _replacement;

    /// <summary>A decoder of what a <see cref="Metaspace"/> of these options wrote.</summary>
    /// <param name="replacement">What stands for a space; U+2581 (▁) if left out.</param>
    /// <param name="prependScheme">Where one was put in front.</param>
    /// <param name="split">As in the file; decoding does not look at it.</param>
    public MetaspaceDecoder(Rune? replacement = null, PrependScheme prependScheme = PrependScheme.Always, bool split = true)
    {
        Replacement = replacement ?? Metaspace.DefaultReplacement;
        PrependScheme = prependScheme;
        Split = split;
        _replacement = TokenBytes.Of(Replacement.ToString());
    }

    /// <summary>What stands for a space.</summary>
    public Rune Replacement { get; }

    /// <summary>Where one was put in front.</summary>
    public PrependScheme PrependScheme { get; }

    /// <summary>As in the file.</summary>
    public bool Split { get; }

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
            tokens[i] = TokenBytes.Replace(tokens[i], _replacement, i == 0 && PrependScheme != PrependScheme.Never ? [] : " "u8);
    }
}
