namespace Attune.Tokenizers;

/// <remarks>What training asks of a lattice.</remarks>
internal sealed partial class UnigramLattice
{
    private double[] _forward = new double[64];
    private double[] _backward = new double[64];
    private int[] _last = new int[64];

    /// <summary>
    /// Adds to each token how often it is expected in <paramref name="count"/> occurrences of the text, over all segmentations. Returns the log of the text's
    /// probability.
    /// </summary>
    public double AddExpectations(double count, Span<double> expected)
    {
        Grow();
        var forward = _forward.AsSpan(0, _length + 1);
        var backward = _backward.AsSpan(0, _length + 1);
        var edges = _edges.AsSpan(0, _edgeCount);
        Forward(1, forward);
        backward.Fill(double.NegativeInfinity);
        backward[_length] = 0;
        for (int i = edges.Length - 1; i >= 0; i--)
            backward[edges[i].Start] = LogAdd(backward[edges[i].Start], backward[edges[i].End] + edges[i].Score);
        double all = forward[_length];
        foreach (ref readonly var edge in edges)
        {
            if (edge.Id >= 0)
                expected[edge.Id] += count * Math.Exp(forward[edge.Start] + edge.Score + backward[edge.End] - all);
        }

        return all;
    }

    /// <summary>Adds the count to every known token of the best segmentation.</summary>
    public void CountBest(long count, Span<long> counts)
    {
        FindBest(withWhole: true);
        for (int place = _length; place > 0; place = _edges[_last[place]].Start)
        {
            if (_edges[_last[place]].Id >= 0)
                counts[_edges[_last[place]].Id] += count;
        }
    }

    /// <summary>
    /// The best segmentation into more than one token; false where there is none. Its tokens come last one first, unknown ones as -1.
    /// </summary>
    public bool TryBestOfSeveral(List<int> ids, out double score)
    {
        ids.Clear();
        score = FindBest(withWhole: false);
        if (double.IsNegativeInfinity(score))
            return false;
        for (int place = _length; place > 0; place = _edges[_last[place]].Start)
            ids.Add(_edges[_last[place]].Id);
        return true;
    }

    private double FindBest(bool withWhole)
    {
        Grow();
        var best = _forward.AsSpan(0, _length + 1);
        best.Fill(double.NegativeInfinity);
        best[0] = 0;
        for (int i = 0; i < _edgeCount; i++)
        {
            ref readonly var edge = ref _edges[i];
            double score = best[edge.Start] + edge.Score;
            if (!(score > best[edge.End]) || (!withWhole && edge.Start == 0 && edge.End == _length))
                continue;
            best[edge.End] = score;
            _last[edge.End] = i;
        }

        return best[_length];
    }

    private void Grow()
    {
        if (_forward.Length > _length)
            return;
        int length = Math.Max(_length + 1, (int)Math.Min(2L * _forward.Length, Array.MaxLength));
        _forward = new double[length];
        _backward = new double[length];
        _last = new int[length];
    }
}
