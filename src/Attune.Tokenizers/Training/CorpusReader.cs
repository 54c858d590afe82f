namespace Attune.Tokenizers;

/// <summary>
/// Reads a corpus in blocks, cut where cutting changes no word; see <see cref="TrainingCorpus"/> for where that is. Thread-safe: each call fills one block,
/// one caller after the other, so that as many blocks exist as threads.
/// </summary>
internal sealed class CorpusReader : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IEnumerator<TextSource> _sources;
    private readonly SpecialTokenScan _specialTokens;
    private readonly bool _cutsBeforeWords;
    private readonly ProgressReporter _progress;

    private TextSource? _source;
    private long _doneBefore;
    private byte[] _carried = [];
    private bool _carriesBegin;

    public CorpusReader(TrainingCorpus corpus, SpecialTokenScan specialTokens, IProgress<TrainingProgress>? progress)
    {
        _sources = (corpus.Files?.Select(path => (TextSource)new FileSource(path)) ?? corpus.Texts!.Select(text => new StringSource(text))).GetEnumerator();
        _specialTokens = specialTokens;
        _cutsBeforeWords = corpus.PreTokenizer is { CutsBeforeWords: true } && corpus.Normalizer is null or { CutsBeforeWords: true, KeepsWordStarts: true };
        long total = corpus.Files?.Sum(path => new FileInfo(path).Length) ?? 0;
        _progress = new ProgressReporter(progress, "counting words", "bytes", total);
    }

    /// <summary>How much has been read.</summary>
    public long Done => _doneBefore + (_source?.Position ?? 0);

    /// <summary>Fills a block with what comes next; false at the end.</summary>
    public bool TryRead(TextBlock block)
    {
        lock (_lock)
        {
            block.Stretches.Clear();
            Fill(block);
            _progress.Report(Done);
            return block.Stretches.Count > 0;
        }
    }

    /// <summary>Says that all is read and counted.</summary>
    public void EndProgress() => _progress.End(Done);

    public void Dispose()
    {
        _source?.Dispose();
        _sources.Dispose();
    }

    private void Fill(TextBlock block)
    {
        byte[] bytes = block.Bytes;
        _carried.CopyTo(bytes, 0);
        int start = 0;
        int end = _carried.Length;
        bool begins = _carriesBegin;
        _carried = [];
        while (true)
        {
            if (_source is null)
            {
                if (!_sources.MoveNext())
                    return;
                _source = _sources.Current;
                begins = true;
            }

            if (bytes.Length - end < TextSource.MinimumRoom)
            {
                // Full in the middle of a text: what is after the cut waits for the next block.
                int cut = start + Cut(bytes.AsSpan(start, end - start), mayBeNothing: start > 0);
                if (cut > start)
                    block.Stretches.Add(new TextStretch(start, cut, begins, EndsText: false));
                _carried = bytes.AsSpan(cut, end - cut).ToArray();
                _carriesBegin = begins && cut == start;
                return;
            }

            int count = _source.Read(bytes.AsSpan(end));
            end += count;
            if (count == 0)
            {
                if (end > start)
                    block.Stretches.Add(new TextStretch(start, end, begins, EndsText: true));
                start = end;
                _doneBefore += _source.Position;
                _source.Dispose();
                _source = null;
            }
        }
    }

    /// <summary>Where to cut a stretch. If it may be nothing, 0 says that there is no good place.</summary>
    private int Cut(ReadOnlySpan<byte> text, bool mayBeNothing)
    {
        // A special token that is only partly there could not be told from text: so far from the end none is.
        var places = text[..Math.Max(text.Length - _specialTokens.Longest, text.Length / 2)];
        int cut = _cutsBeforeWords ? LastBeforeWord(places) : 0;
        if (cut == 0)
            cut = places.LastIndexOf((byte)'\n') + 1;
        if (cut == 0 && !mayBeNothing)
        {
            cut = places.Length;
            for (int back = 1; back <= 4 && cut == places.Length; back++)
            {
                if ((places[^back] & 0xC0) != 0x80)
                    cut = places.Length - back;
            }
        }

        return _specialTokens.OutsideOfTokens(text, cut);
    }

    private static int LastBeforeWord(ReadOnlySpan<byte> text)
    {
        // SafeCut looks back some thousand bytes only.
        const int Step = 4000;
        for (int limit = text.Length; limit > 0; limit -= Step)
        {
            int cut = SafeCut.Find(text[..limit], limit);
            if (cut < limit)
                return cut;
        }

        return 0;
    }
}
