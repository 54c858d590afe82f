using System.Buffers;
using System.Collections.Concurrent;

namespace Attune.Tokenizers;

// Ids and counts: what a model is fed with.
public sealed partial class Tokenizer
{
    /// <summary>The ids of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the post-processor puts its special tokens around it.</param>
    /// <param name="allowSpecialTokens">Whether special tokens that stand in the text are recognised, and not taken as text.</param>
    /// <exception cref="TokenizationException">
    /// The model lacks a character or word and has no unknown token; a split pattern would backtrack for ever; or the text gets too long when it is normalized.
    /// </exception>
    public int[] EncodeToIds(ReadOnlySpan<char> text, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        var sink = new IdSink();
        Encode(text, addSpecialTokens, allowSpecialTokens, sink);
        return sink.ToArray();
    }

    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    public int[] EncodeToIds(string text, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EncodeToIds(text.AsSpan(), addSpecialTokens, allowSpecialTokens);
    }

    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    /// <param name="utf8">The text as UTF-8.</param>
    public int[] EncodeToIds(ReadOnlySpan<byte> utf8, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        var sink = new IdSink();
        Encode(utf8, addSpecialTokens, allowSpecialTokens, sink);
        return sink.ToArray();
    }

    /// <summary>Writes the ids of a text to a buffer as they are found: nothing else is allocated.</summary>
    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    /// <param name="ids">Receives the ids.</param>
    public void EncodeToIds(ReadOnlySpan<char> text, IBufferWriter<int> ids, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Encode(text, addSpecialTokens, allowSpecialTokens, new WriterSink(ids));
    }

    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, IBufferWriter{int}, bool, bool)"/>
    /// <param name="utf8">The text as UTF-8.</param>
    public void EncodeToIds(ReadOnlySpan<byte> utf8, IBufferWriter<int> ids, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Encode(utf8, addSpecialTokens, allowSpecialTokens, new WriterSink(ids));
    }

    /// <summary>How many tokens a text has. Their ids are not kept.</summary>
    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    public long CountTokens(ReadOnlySpan<char> text, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        var sink = new CountingSink();
        Encode(text, addSpecialTokens, allowSpecialTokens, sink);
        return sink.Count;
    }

    /// <inheritdoc cref="CountTokens(ReadOnlySpan{char}, bool, bool)"/>
    /// <param name="utf8">The text as UTF-8.</param>
    public long CountTokens(ReadOnlySpan<byte> utf8, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        var sink = new CountingSink();
        Encode(utf8, addSpecialTokens, allowSpecialTokens, sink);
        return sink.Count;
    }

    /// <summary>The ids of many texts, on all cores. The same as of one after the other.</summary>
    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    /// <param name="maximumThreads">How many threads at most; null for as many as there are processors.</param>
    /// <param name="cancellation">Ends the work between two texts.</param>
    /// <exception cref="TokenizationException">A text cannot be encoded; the message names the first such one.</exception>
    public int[][] EncodeBatchToIds(
        IReadOnlyList<string> texts,
        bool addSpecialTokens = true,
        bool allowSpecialTokens = false,
        int? maximumThreads = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[][] ids = new int[texts.Count][];
        ForEach(texts, maximumThreads, (text, i) => ids[i] = EncodeToIds(text, addSpecialTokens, allowSpecialTokens), cancellation);
        return ids;
    }

    /// <summary>
    /// Where to cut a text so that its start has at most <paramref name="maximumTokens"/> tokens, special tokens not counted: the index of the first
    /// character that is left out. A character is never cut.
    /// </summary>
    /// <param name="tokenCount">How many tokens the start has.</param>
    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    public int GetIndexByTokenCount(ReadOnlySpan<char> text, int maximumTokens, out int tokenCount, bool allowSpecialTokens = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumTokens);
        var sink = new RangeSink(maximumTokens);
        if (maximumTokens > 0)
            Encode(text, false, allowSpecialTokens, sink);
        tokenCount = sink.Ids.Count;
        if (tokenCount < maximumTokens)
            return text.Length;

        // What follows the last token without belonging to one stays outside; so does a character of which this token is only a part.
        var offsets = new Utf16Offsets(text);
        while (tokenCount > 0 && !offsets.IsBoundary(sink.Ranges[tokenCount - 1].End))
            tokenCount--;
        return tokenCount == 0 ? 0 : offsets.At(sink.Ranges[tokenCount - 1].End);
    }

    /// <summary>
    /// Where to cut a text so that its end has at most <paramref name="maximumTokens"/> tokens of the whole text's: the index of the first character that is kept.
    /// </summary>
    /// <param name="tokenCount">How many tokens the end has.</param>
    /// <inheritdoc cref="GetIndexByTokenCount"/>
    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<char> text, int maximumTokens, out int tokenCount, bool allowSpecialTokens = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximumTokens);
        var sink = new RangeSink();
        Encode(text, false, allowSpecialTokens, sink);
        tokenCount = Math.Min(maximumTokens, sink.Ids.Count);
        if (tokenCount == sink.Ids.Count)
            return 0;

        var offsets = new Utf16Offsets(text);
        while (tokenCount > 0 && !offsets.IsBoundary(sink.Ranges[^tokenCount].Start))
            tokenCount--;
        return tokenCount == 0 ? text.Length : offsets.At(sink.Ranges[^tokenCount].Start);
    }

    /// <summary>
    /// The ids of a part of a text that was cut at places of <see cref="SafeCut"/>, without special tokens. Where <see cref="CutsBeforeWords"/> says so, the ids of all parts
    /// are those of the text.
    /// </summary>
    /// <param name="utf8">The part.</param>
    /// <param name="begins">Whether the text begins here.</param>
    /// <param name="ends">Whether the text ends here.</param>
    internal int[] EncodePart(ReadOnlySpan<byte> utf8, bool begins, bool ends)
    {
        var sink = new IdSink();
        var pass = Rent();
        pass.Run(utf8, 0, special: false, begins, ends, sink);
        Return(pass);
        return sink.ToArray();
    }

    private void Encode(ReadOnlySpan<char> text, bool addSpecialTokens, bool allowSpecialTokens, TokenSink sink)
    {
        var pass = Rent();
        Around(addSpecialTokens, sink, before: true);
        pass.Run(text, allowSpecialTokens, sink);
        Around(addSpecialTokens, sink, before: false);
        Return(pass);
    }

    private void Encode(ReadOnlySpan<byte> utf8, bool addSpecialTokens, bool allowSpecialTokens, TokenSink sink)
    {
        var pass = Rent();
        Around(addSpecialTokens, sink, before: true);
        pass.Run(utf8, allowSpecialTokens, sink);
        Around(addSpecialTokens, sink, before: false);
        Return(pass);
    }

    /// <summary>The special tokens that stand before or after a single sequence.</summary>
    private void Around(bool add, TokenSink sink, bool before)
    {
        if (!add || PostProcessor is null)
            return;
        bool behind = false;
        foreach (var part in PostProcessor.Template(pair: false))
        {
            if (part.Sequence >= 0)
                behind = true;
            else if (behind != before)
                sink.Take([part.Id], [default], 0);
        }
    }

    private static void ForEach(IReadOnlyList<string> texts, int? maximumThreads, Action<string, int> body, CancellationToken cancellation)
    {
        if (maximumThreads is int threads)
            ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(maximumThreads));
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i] is null)
                throw new ArgumentException($"texts[{i}]: expected a text, found null", nameof(texts));
        }

        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = maximumThreads ?? Environment.ProcessorCount,
            CancellationToken = cancellation,
        };
        int wrong = int.MaxValue;
        TokenizationException? found = null;
        var errors = new Lock();

        // One index at a time: texts differ in length, and the longest may be the last.
        Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, texts.Count), EnumerablePartitionerOptions.NoBuffering), options, (i, state) =>
        {
            try
            {
                body(texts[i], i);
            }
            catch (TokenizationException error)
            {
                // Indexes are handed out in order and those before are brought to their end: the error is that of the first such text.
                state.Break();
                lock (errors)
                    (wrong, found) = i < wrong ? (i, error) : (wrong, found);
            }
        });
        if (found is not null)
            throw new TokenizationException($"texts[{wrong}]: {found.Message}", found);
    }

    private EncodingPass Rent() => _passes.TryTake(out var pass) ? pass : new EncodingPass(this);

    // Not after an error: what it left behind is not used again.
    private void Return(EncodingPass pass) => _passes.Add(pass);
}
