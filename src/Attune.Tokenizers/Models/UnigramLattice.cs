namespace Attune.Tokenizers;

/// <summary>
/// All segmentations of a text: an edge for every token that stands in it, and for every character that none covers alone. Places are bytes. Not thread-safe.
/// </summary>
internal sealed partial class UnigramLattice(TokenTrie trie, float[] scores, float unknownScore)
{
    private int _length;
    private LatticeEdge[] _edges = new LatticeEdge[64];
    private int _edgeCount;

    // The edges into a place, as a list that runs from the last one made to the first.
    private int[] _into = new int[64];

    /// <summary>Makes it the lattice of another text.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        _length = text.Length;
        _edgeCount = 0;
        if (_into.Length <= _length)
            _into = new int[Math.Max(_length + 1, (int)Math.Min(2L * _into.Length, Array.MaxLength))];
        _into.AsSpan(0, _length + 1).Fill(-1);
        for (int start = 0; start < text.Length;)
        {
            int character = Unigram.CharacterLength(text[start..]);
            bool covered = false;
            int node = TokenTrie.Root;
            for (int i = start; i < text.Length; i++)
            {
                node = trie.Step(node, text[i], out int id);
                if (node < 0)
                    break;
                if (id < 0)
                    continue;
                Add(start, i + 1, id, scores[id]);
                covered |= i + 1 - start == character;
            }

            if (!covered)
                Add(start, start + character, -1, unknownScore);
            start += character;
        }
    }

    /// <summary>Where an edge begins and ends, and its token; -1 if unknown.</summary>
    public (int Start, int End, int Id) Edge(int edge) => (_edges[edge].Start, _edges[edge].End, _edges[edge].Id);

    /// <summary>
    /// The best paths, best first: the best <paramref name="count"/> to each place are merged from the best to the starts of its edges. Of equal ones, that
    /// whose last token is longest comes first.
    /// </summary>
    public List<(List<int> Edges, double Score)> NBest(int count)
    {
        var best = new List<Path>[_length + 1];
        best[0] = [new Path(0, -1, -1)];
        var heads = new PriorityQueue<(int Edge, int Rank), (double Score, int Edge)>(
            Comparer<(double Score, int Edge)>.Create((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Edge.CompareTo(b.Edge)));
        for (int place = 1; place <= _length; place++)
        {
            heads.Clear();
            for (int edge = _into[place]; edge >= 0; edge = _edges[edge].Before)
                Enter(edge, 0);
            var paths = best[place] = [];
            while (paths.Count < count && heads.TryDequeue(out var head, out var key))
            {
                paths.Add(new Path(key.Score, head.Edge, head.Rank));
                Enter(head.Edge, head.Rank + 1);
            }
        }

        return [.. best[_length].Select(path => (Trace(path), path.Score))];

        void Enter(int edge, int rank)
        {
            var before = best[_edges[edge].Start];
            if (rank < before.Count)
                heads.Enqueue((edge, rank), (before[rank].Score + _edges[edge].Score, edge));
        }

        List<int> Trace(Path path)
        {
            var edges = new List<int>();
            for (; path.Edge >= 0; path = best[_edges[path.Edge].Start][path.Rank])
                edges.Add(path.Edge);
            edges.Reverse();
            return edges;
        }
    }

    /// <summary>A path drawn with probability proportional to exp(alpha * score): sums forward, draws backward.</summary>
    public (List<int> Edges, double Score) Sample(double alpha, ulong seed)
    {
        double[] sums = new double[_length + 1];
        Forward(alpha, sums);
        var edges = new List<int>();
        double score = 0;
        for (int place = _length; place > 0;)
        {
            double left = Uniform(ref seed);
            int drawn = -1;
            for (int edge = _into[place]; edge >= 0 && left >= 0; edge = _edges[edge].Before)
            {
                double weight = sums[_edges[edge].Start] + alpha * _edges[edge].Score;
                if (double.IsNegativeInfinity(weight))
                    continue;
                drawn = edge;
                left -= Math.Exp(weight - sums[place]);
            }

            edges.Add(drawn);
            score += _edges[drawn].Score;
            place = _edges[drawn].Start;
        }

        edges.Reverse();
        return (edges, score);
    }

    // log of the sum over the paths to each place of exp(alpha * score)
    private void Forward(double alpha, Span<double> sums)
    {
        sums.Fill(double.NegativeInfinity);
        sums[0] = 0;
        foreach (ref readonly var edge in _edges.AsSpan(0, _edgeCount))
            sums[edge.End] = LogAdd(sums[edge.End], sums[edge.Start] + alpha * edge.Score);
    }

    /// <summary>log(exp(a) + exp(b))</summary>
    private static double LogAdd(double a, double b)
    {
        if (a < b)
            (a, b) = (b, a);
        return double.IsNegativeInfinity(b) ? a : a + Math.Log(1 + Math.Exp(b - a));
    }

    // SplitMix64 (Steele 2014), 53 bits of it
    private static double Uniform(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return ((z ^ z >> 31) >> 11) * (1.0 / (1UL << 53));
    }

    private void Add(int start, int end, int id, float score)
    {
        if (_edgeCount == _edges.Length)
            Array.Resize(ref _edges, (int)Math.Min(2L * _edges.Length, Array.MaxLength));
        _edges[_edgeCount] = new LatticeEdge(start, end, id, score, _into[end]);
        _into[end] = _edgeCount++;
    }

    private readonly record struct LatticeEdge(int Start, int End, int Id, float Score, int Before);

    /// <summary>A path to a place: its last edge, and which of the paths to that edge's start it goes on from.</summary>
    private readonly record struct Path(double Score, int Edge, int Rank);
}
