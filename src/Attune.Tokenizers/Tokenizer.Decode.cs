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
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Decode(ids is int[] array ? array : ids is List<int> list ? CollectionsMarshal.AsSpan(list) : [.. ids], skipSpecialTokens);
    }

    /// <summary>The text of ids as bytes: what was encoded, also where that was not UTF-8.</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{int}, bool)"/>
    public byte[] DecodeToBytes(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        if (Decoder is { OnlyJoins: true })
            return Join(ids, skipSpecialTokens);

        var tokens = new List<ReadOnlyMemory<byte>>(ids.Length);
        for (int i = 0; i < ids.Length; i++)
        {
            if (!IsSkipped(ids[i], skipSpecialTokens))
                tokens.Add(BytesOf(ids, i));
        }

        if (Decoder is null)
            Space(tokens);
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

    private byte[] Join(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        long length = 0;
        for (int i = 0; i < ids.Length; i++)
            length += IsSkipped(ids[i], skipSpecialTokens) ? 0 : BytesOf(ids, i).Length;
        byte[] text = GC.AllocateUninitializedArray<byte>(checked((int)length));
        var rest = text.AsSpan();
        for (int i = 0; i < ids.Length; i++)
        {
            if (IsSkipped(ids[i], skipSpecialTokens))
                continue;
            var token = BytesOf(ids, i).Span;
            token.CopyTo(rest);
            rest = rest[token.Length..];
        }

        return text;
    }

    private bool IsSkipped(int id, bool skipSpecialTokens) => skipSpecialTokens && id >= _firstAdded && AddedTokenOf(id) is { Special: true };

    private ReadOnlyMemory<byte> BytesOf(ReadOnlySpan<int> ids, int i)
    {
        int id = ids[i];
        if (id < _firstAdded && Model.Vocabulary.Contains(id))
            return Model.Vocabulary.Memory(id);
        if (AddedTokenOf(id) is { } added)
            return System.Text.Encoding.UTF8.GetBytes(added.Content);
        return Model.Vocabulary.Contains(id)
            ? Model.Vocabulary.Memory(id)
            : throw NoToken(ids, i);
    }

    private TokenizationException NoToken(ReadOnlySpan<int> ids, int i) => new($"ids[{i}]: expected the id of a token, below {IdLimit}, found {ids[i]}");

    /// <summary>Decodes ids as they come, one by one. See <see cref="StreamingDecoder"/>.</summary>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens = false) => new(this, skipSpecialTokens);

    /// <summary>Decodes ids as they come: each text is complete characters, and all of them together are the text of all ids.</summary>
    public async IAsyncEnumerable<string> DecodeAsync(
        IAsyncEnumerable<int> ids,
        bool skipSpecialTokens = false,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var decoder = CreateStreamingDecoder(skipSpecialTokens);
        await foreach (int id in ids.WithCancellation(cancellation).ConfigureAwait(false))
        {
            string text = decoder.Add(id);
            if (text.Length > 0)
                yield return text;
        }

        string rest = decoder.Flush();
        if (rest.Length > 0)
            yield return rest;
    }

    /// <summary>Puts a space between words.</summary>
    private static void Space(List<ReadOnlyMemory<byte>> tokens)
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
