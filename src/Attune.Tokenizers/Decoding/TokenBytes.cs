using System.Buffers;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>What decoders do to the bytes of tokens. Nothing is written to the bytes given; where nothing changes, they are returned as they are.</summary>
internal static class TokenBytes
{
    /// <summary>The bytes with each occurrence of a pattern, from left to right, replaced. An empty pattern occurs nowhere.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> with)
    {
        var rest = bytes.Span;
        int at = pattern.IsEmpty ? -1 : rest.IndexOf(pattern);
        if (at < 0)
            return bytes;

        var written = new ArrayBufferWriter<byte>(bytes.Length + with.Length);
        for (; at >= 0; at = rest.IndexOf(pattern))
        {
            written.Write(rest[..at]);
            written.Write(with);
            rest = rest[(at + pattern.Length)..];
        }

        written.Write(rest);
        return written.WrittenMemory;
    }

    /// <summary>Makes one token of all.</summary>
    public static void Join(List<ReadOnlyMemory<byte>> tokens)
    {
        if (tokens.Count < 2)
            return;
        byte[] joined = new byte[tokens.Sum(token => (long)token.Length)];
        int length = 0;
        foreach (var token in tokens)
        {
            token.CopyTo(joined.AsMemory(length));
            length += token.Length;
        }

        tokens.Clear();
        tokens.Add(joined);
    }

    /// <summary>The UTF-8 of an option of a decoder. Lone surrogates become U+FFFD.</summary>
    public static byte[] Of(string option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return Encoding.UTF8.GetBytes(option);
    }
}
