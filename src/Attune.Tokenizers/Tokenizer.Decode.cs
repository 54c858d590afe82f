using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Tokenizers;

// From ids back to text.
public sealed partial class Tokenizer
{
    /// <summary>The text of ids. Bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <exception cref="TokenizationException">There is no token of an id.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false) =>
        System.Text.Encoding.UTF8.GetString(DecodeToBytes(ids, skipSpecialTokens));

    /// <inheritdoc cref="Decode(ReadOnlySpan{int}, bool)"/>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = false) =>
        Decode(ids is int[] array ? array : ids is List<int> list ? CollectionsMarshal.AsSpan(list) : [.. ids], skipSpecialTokens);

    /// <summary>The text of ids as bytes: what was encoded, also where that was not UTF-8.</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{int}, bool)"/>
    public byte[] DecodeToBytes(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<ReadOnlyMemory<byte>>(ids.Length);
        for (int i = 0; i < ids.Length; i++)
        {
            if (_addedById.TryGetValue(ids[i], out var added))
            {
                if (!skipSpecialTokens || !added.Special)
                    tokens.Add(System.Text.Encoding.UTF8.GetBytes(added.Content));
            }
            else if (Model.Vocabulary.Contains(ids[i]))
            {
                tokens.Add(Model.Vocabulary.Memory(ids[i]));
            }
            else
            {
                throw new TokenizationException($"ids[{i}]: expected the id of a token, below {IdLimit}, found {ids[i]}");
            }
        }

        if (Decoder is null)
            Join(tokens);
        else
            Decoder.Apply(tokens);
        byte[] text = new byte[tokens.Sum(token => (long)token.Length)];
        int at = 0;
        foreach (var token in tokens)
        {
            token.Span.CopyTo(text.AsSpan(at));
            at += token.Length;
        }

        return text;
    }

    /// <summary>Decodes ids as they come, one by one. See <see cref="StreamingDecoder"/>.</summary>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);

    /// <summary>Decodes ids as they come: each text is complete characters, and all of them together are the text of all ids.</summary>
    public async IAsyncEnumerable<string> DecodeAsync(
        IAsyncEnumerable<int> ids,
        bool skipSpecialTokens = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var decoder = CreateStreamingDecoder(skipSpecialTokens);
        await foreach (int id in ids.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            string text = decoder.Add(id);
            if (text.Length > 0)
                yield return text;
        }

        string rest = decoder.Flush();
        if (rest.Length > 0)
            yield return rest;
    }

    private static void Join(List<ReadOnlyMemory<byte>> tokens)
    {
        ReadOnlyMemory<byte> space = " "u8.ToArray();
        int count = tokens.Count;
        for (int i = 1; i < count; i++)
        {
            tokens.Add(space);
            tokens.Add(tokens[i]);
        }

        tokens.RemoveRange(Math.Min(1, count), Math.Max(0, count - 1));
    }
}
