namespace Attune.Tokenizers;

/// <summary>Where <see cref="Metaspace"/> puts a ▁ in front.</summary>
public enum PrependScheme
{
    /// <summary>Before every piece it is given that does not begin with one: at the start of the text and after each added token.</summary>
    Always,

    /// <summary>Only at the start of the text.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
