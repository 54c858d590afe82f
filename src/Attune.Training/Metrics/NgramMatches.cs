using System.Runtime.InteropServices;

namespace Attune.Training;

/// <summary>
/// How many n-grams of one sequence of tokens other sequences hold too. N-grams are nodes of a trie, so that none is ever copied and the counts are exact.
/// For one sentence after another: what it takes grows with the longest. Not thread-safe.
/// </summary>
/// <param name="orders">The length of the longest n-grams.</param>
internal sealed class NgramMatches(int orders)
{
    // The node of the n-gram that a token makes of a shorter one; 0 is the empty n-gram.
    private readonly Dictionary<(int Prefix, int Token), int> _nodes = [];
    private int[] _most = new int[64];
    private int[] _now = new int[64];

    /// <summary>Forgets all references.</summary>
    public void Clear() => _nodes.Clear();

    /// <summary>Takes in a sequence. Of an n-gram counts what that of the sequences has that has it most often.</summary>
    public void AddReference(ReadOnlySpan<int> tokens)
    {
        StartCounting();
        for (int start = 0; start < tokens.Length; start++)
        {
            int node = 0;
            foreach (int token in tokens.Slice(start, Math.Min(orders, tokens.Length - start)))
            {
                node = NodeOf(node, token);
                _most[node] = Math.Max(_most[node], ++_now[node]);
            }
        }
    }

    /// <summary>Adds to <paramref name="matches"/>, by order, how many n-grams of a sequence the references have: each at most as often as they have it.</summary>
    public void CountMatches(ReadOnlySpan<int> tokens, Span<long> matches)
    {
        StartCounting();
        for (int start = 0; start < tokens.Length; start++)
        {
            int node = 0;
            for (int i = 0; i < orders && start + i < tokens.Length && _nodes.TryGetValue((node, tokens[start + i]), out node); i++)
            {
                if (++_now[node] <= _most[node])
                    matches[i]++;
            }
        }
    }

    private void StartCounting() => Array.Clear(_now, 0, _nodes.Count + 1);

    private int NodeOf(int prefix, int token)
    {
        ref int node = ref CollectionsMarshal.GetValueRefOrAddDefault(_nodes, (prefix, token), out bool isKnown);
        if (isKnown)
            return node;
        node = _nodes.Count;
        if (node == _most.Length)
        {
            Array.Resize(ref _most, 2 * node);
            Array.Resize(ref _now, 2 * node);
        }

        _most[node] = _now[node] = 0;
        return node;
    }
}
