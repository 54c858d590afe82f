using System.Runtime.ExceptionServices;
using System.Text.Unicode;

namespace Attune.Tokenizers;

/// <summary>
/// Counts the words of a corpus on several threads. The same corpus gives the same counts in the same order for any number of threads: each thread counts
/// blocks in a table of its own, the tables are added up and sorted by the words' bytes.
/// </summary>
/// <remarks>
/// Memory: a block of <see cref="BlockSize"/> for each thread (some twenty times that where text is rewritten, for its alignment), and the tables: for each
/// different word, in each thread that met it, its bytes and some 50 more. The length of the corpus does not matter.
/// </remarks>
internal sealed class WordCounter
{
    /// <summary>Bytes that one thread works on at a time.</summary>
    public const int BlockSize = 1 << 20;

    private readonly Normalizer? _normalizer;
    private readonly PreTokenizer? _preTokenizer;
    private readonly SpecialTokenScan _specialTokens;
    private readonly bool _repairs;
    private readonly CancellationToken _cancellation;

    // What this thread counts with.
    private readonly WordTable _words = new();
    private readonly AlignedText _text = new();
    private readonly PieceList _pieces = new();
    private readonly Piece[] _some = new Piece[1024];

    private WordCounter(TrainingCorpus corpus, SpecialTokenScan specialTokens, bool repairs, CancellationToken cancellation)
    {
        _normalizer = corpus.Normalizer;
        _preTokenizer = corpus.PreTokenizer;
        _specialTokens = specialTokens;
        _repairs = repairs || _normalizer is not null || _preTokenizer is { Splitter: null };
        _cancellation = cancellation;
    }

    /// <summary>Counts the words of <paramref name="corpus"/>.</summary>
    /// <param name="specialTokens">Cut out of the text before anything else sees it, and not counted.</param>
    /// <param name="repair">Whether bytes that are not UTF-8 become U+FFFD, as they must for models of characters; they do so in any case where a normalizer or pre-tokenizer rewrites.</param>
    /// <exception cref="TokenizationException">The corpus holds no word.</exception>
    public static WordCounts Count(
        TrainingCorpus corpus,
        IReadOnlyList<string> specialTokens,
        bool repair,
        int threads,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation,
        int blockSize = BlockSize)
    {
        var scan = new SpecialTokenScan(specialTokens);
        using var reader = new CorpusReader(corpus, scan, progress);
        WordCounter[] counters = [.. Enumerable.Range(0, threads).Select(_ => new WordCounter(corpus, scan, repair, cancellation))];
        try
        {
            Parallel.ForEach(
                counters,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                (counter, state) =>
                {
                    var block = new TextBlock(blockSize);
                    while (!state.ShouldExitCurrentIteration && reader.TryRead(block))
                        counter.Count(block);
                });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        for (int i = 1; i < counters.Length; i++)
            counters[0]._words.Add(counters[i]._words);
        reader.EndProgress();
        if (counters[0]._words.Count == 0)
            throw new TokenizationException($"expected text to train on, found no word in {reader.Done} bytes of it");
        return counters[0]._words.Sort();
    }

    private void Count(TextBlock block)
    {
        foreach (var stretch in block.Stretches)
        {
            var text = block.Bytes.AsSpan(stretch.Start, stretch.End - stretch.Start);
            for (int start = 0; start < text.Length;)
            {
                var special = _specialTokens.Next(text, start);
                bool begins = start == 0 && stretch.BeginsText;
                if (special.Start > start)
                {
                    Count(
                        text[start..special.Start],
                        beginsText: begins,
                        beginsSegment: begins || start > 0,
                        endsSegment: special.Length > 0 || stretch.EndsText);
                }

                start = special.End;
            }
        }
    }

    private void Count(ReadOnlySpan<byte> text, bool beginsText, bool beginsSegment, bool endsSegment)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_normalizer is not null || _preTokenizer is { Splitter: null } || (_repairs && !Utf8.IsValid(text)))
        {
            _text.Reset(text, beginsText, beginsSegment, endsSegment);
            Utf8Repair.Apply(_text);
            _normalizer?.Apply(_text);
            if (_preTokenizer is { Splitter: null })
            {
                CountRewritten(_preTokenizer);
                return;
            }

            text = _text.Bytes;
        }

        if (_preTokenizer is null)
            CountLines(text);
        else
            CountSplit(text, _preTokenizer.Splitter!);
    }

    private void CountSplit(ReadOnlySpan<byte> text, Splitter splitter)
    {
        for (int position = 0; position < text.Length;)
        {
            _cancellation.ThrowIfCancellationRequested();
            int count = splitter.Split(text, ref position, _some);
            foreach (var piece in _some.AsSpan(0, count))
                _words.Add(text[piece.Start..piece.End]);
        }
    }

    private void CountRewritten(PreTokenizer preTokenizer)
    {
        _pieces.Clear();
        _pieces.Add(new Piece(0, _text.Bytes.Length));
        preTokenizer.Apply(_text, _pieces);
        foreach (var piece in _pieces.Span)
        {
            if (piece.Length > 0)
                _words.Add(_text.Bytes[piece.Start..piece.End]);
        }
    }

    private void CountLines(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0)
        {
            int length = text.IndexOf((byte)'\n') + 1;
            length = length == 0 ? text.Length : length;
            _words.Add(text[..length]);
            text = text[length..];
        }
    }
}
