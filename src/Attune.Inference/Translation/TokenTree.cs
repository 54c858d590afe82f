namespace Attune.Inference;

/// <summary>Beginnings of texts as leaves of a tree: a longer one is one node more, whatever its length, and those that share a beginning share its nodes.</summary>
internal sealed class TokenTree
{
    /// <summary>The empty beginning.</summary>
    public const int Root = -1;

    private readonly List<(int Parent, int Token)> _nodes = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => _nodes.Clear();

    /// <summary>The beginning that is one token longer.</summary>
    public int Add(int parent, int token)
    {
        _nodes.Add((parent, token));
        return _nodes.Count - 1;
    }

    /// <summary>The tokens of a beginning.</summary>
    public int[] Tokens(int node)
    {
        int length = 0;
        for (int at = node; at != Root; at = _nodes[at].Parent)
            length++;
        int[] tokens = new int[length];
        for (int at = node; at != Root; at = _nodes[at].Parent)
            tokens[--length] = _nodes[at].Token;
        return tokens;
    }
}
