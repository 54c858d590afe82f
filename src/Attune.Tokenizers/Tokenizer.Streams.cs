using System.Buffers;
using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

// Texts that are larger than memory, or not there yet.
public sealed partial class Tokenizer
{
    /// <summary>
    /// The ids of a text that is read as it is needed, some thousands at a time, equal to those of the whole text. Where a part of the tokenizer needs the whole text, it is read first.
    /// </summary>
    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    /// <param name="text">The text. It is not disposed.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<int> EncodeToIdsAsync(
        TextReader text,
        bool addSpecialTokens = true,
        bool allowSpecialTokens = false,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pass = Rent();
        var ids = new ArrayBufferWriter<int>();
        var sink = new WriterSink(ids);
        pass.Begin();
        Around(addSpecialTokens, sink, before: true);
        char[] block = new char[EncodingPass.WindowLength];
        for (bool ends = false; !ends;)
        {
            int read = await text.ReadBlockAsync(block, cancellation).ConfigureAwait(false);
            ends = read < block.Length;
            pass.Add(block.AsSpan(0, read), ends, allowSpecialTokens, sink);
            if (ends)
                Around(addSpecialTokens, sink, before: false);
            for (int i = 0; i < ids.WrittenCount; i++)
                yield return ids.WrittenSpan[i];
            ids.ResetWrittenCount();
        }

        Return(pass);
    }
}
