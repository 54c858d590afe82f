using System.Text;

namespace Attune.Tokenizers;

/// <summary>Puts a string before each text that is not empty.</summary>
public sealed class Prepend : Normalizer
{
    private readonly byte[] _bytes;

    /// <summary>A normalizer that puts this string there.</summary>
    /// <param name="content">What to put there, for example "▁".</param>
    public Prepend(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Content = content;
        _bytes = Encoding.UTF8.GetBytes(content);
    }

    /// <summary>What is put before the text.</summary>
    public string Content { get; }

    internal override void Apply(AlignedText text)
    {
        if (!text.BeginsSegment || text.Bytes.IsEmpty || _bytes.Length == 0)
            return;
        text.BeginRewrite();
        text.Insert(_bytes);
        text.EndRewrite();
    }
}
