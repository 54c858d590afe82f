namespace Attune.Tokenizers;

/// <summary>Some megabytes of a corpus: stretches of one or of several texts, one after the other. Filled by <see cref="CorpusReader"/>, reused. Not thread-safe.</summary>
internal sealed class TextBlock(int capacity)
{
    public byte[] Bytes { get; } = new byte[capacity];

    public List<TextStretch> Stretches { get; } = [];
}

/// <summary>Bytes of a block that belong to one text.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one after the last.</param>
/// <param name="BeginsText">Whether the text begins here, and not in an earlier block.</param>
/// <param name="EndsText">Whether the text ends here, and not in a later block.</param>
internal readonly record struct TextStretch(int Start, int End, bool BeginsText, bool EndsText);
