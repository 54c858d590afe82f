using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// The merges of byte-pair encoding: which two neighbouring tokens become which one, and which pair comes first. Immutable and thread-safe.
/// </summary>
public sealed class MergeTable
{
    /// <summary>What <see cref="Find"/> gives for a pair that does not merge: its rank is above every other.</summary>
    internal const ulong None = ulong.MaxValue;

    private const ulong Odd = 0x9E3779B97F4A7C15;

    // Open addressing, at most two thirds full; key and value lie side by side, so that a probe costs one cache line.
    private readonly Slot[] _slots;
    private readonly int _shift;
    private readonly (int Left, int Right)[] _pairs;

    private MergeTable(int capacity)
    {
        _pairs = new (int, int)[capacity];
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, capacity + capacity / 2));
        _slots = new Slot[size];
        _slots.AsSpan().Fill(new Slot(None, None));
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    /// <summary>The pairs of token ids that merge, first those that merge first.</summary>
    public IReadOnlyList<(int Left, int Right)> Pairs => _pairs;

    /// <summary>One more than the greatest rank. Pairs of one rank merge from left to right.</summary>
    internal int RankLimit { get; private set; }

    /// <summary>A table of the pairs in the order in which they were learned.</summary>
    /// <param name="vocabulary">Holds both tokens of each pair and the one they become.</param>
    /// <param name="inOrderOfRank">Ids of the tokens.</param>
    /// <param name="continuingPrefix">What tokens that do not begin a word have before them; it disappears from the second where two merge.</param>
    /// <exception cref="ArgumentException">A pair stands there twice or names or makes a token that the vocabulary lacks.</exception>
    public static MergeTable FromPairs(Vocabulary vocabulary, IEnumerable<(int Left, int Right)> inOrderOfRank, string continuingPrefix = "")
    {
        ArgumentNullException.ThrowIfNull(inOrderOfRank);
        (int, int)[] pairs = [.. inOrderOfRank];
        return TryCreate(vocabulary, pairs, out var table, out string? problem, out int index, continuingPrefix)
            ? table
            : throw new ArgumentException($"merge {index}: {problem}", nameof(inOrderOfRank));
    }

    /// <summary>As <see cref="FromPairs"/>, for those who read a file: says what is wrong with which pair.</summary>
    internal static bool TryCreate(
        Vocabulary vocabulary,
        IReadOnlyList<(int Left, int Right)> pairs,
        [NotNullWhen(true)] out MergeTable? table,
        [NotNullWhen(false)] out string? problem,
        out int index,
        string continuingPrefix = "")
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(continuingPrefix);
        var result = new MergeTable(pairs.Count) { RankLimit = pairs.Count };
        byte[] prefix = Encoding.UTF8.GetBytes(continuingPrefix);
        byte[] buffer = [];
        table = null;
        for (index = 0; index < pairs.Count; index++)
        {
            if (!TryMerge(vocabulary, pairs[index], prefix, ref buffer, out int merged, out problem))
                return false;
            if (!result.TryAdd(index, pairs[index], index, merged))
            {
                problem = $"expected each pair once, found {Show(vocabulary, pairs[index])} again";
                return false;
            }
        }

        table = result;
        problem = null;
        return true;
    }

    /// <summary>
    /// A table of all pairs of tokens whose bytes, put together, are a token, in the order of that token's priority: the merges of tiktoken
    /// (the priority is the id) and of SentencePiece (by falling score).
    /// </summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="priorities">By id, as many as <see cref="Vocabulary.IdLimit"/>; the lowest merges first, equal ones from left to right.
    /// <see cref="int.MaxValue"/> for a token that no merge makes.</param>
    /// <exception cref="ArgumentException">There are more or fewer priorities than ids.</exception>
    public static MergeTable FromPriorities(Vocabulary vocabulary, ReadOnlySpan<int> priorities)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (priorities.Length != vocabulary.IdLimit)
            throw new ArgumentException($"expected {vocabulary.IdLimit} priorities, one for each id, found {priorities.Length}", nameof(priorities));
        int[] order = [.. Enumerable.Range(0, priorities.Length)];
        int[] sorted = priorities.ToArray();
        Array.Sort(sorted, order);

        var merges = new List<(int Left, int Right, int Rank, int Merged)>(2 * priorities.Length);
        int rank = 0;
        for (int i = 0; i < order.Length && sorted[i] != int.MaxValue; i++)
        {
            if (i > 0 && sorted[i] != sorted[i - 1])
                rank++;
            var token = vocabulary.Bytes(order[i]);
            for (int cut = 1; cut < token.Length; cut++)
            {
                if (vocabulary.TryGetId(token[..cut], out int left) && vocabulary.TryGetId(token[cut..], out int right))
                    merges.Add((left, right, rank, order[i]));
            }
        }

        var table = new MergeTable(merges.Count) { RankLimit = rank + 1 };
        for (int i = 0; i < merges.Count; i++)
            table.TryAdd(i, (merges[i].Left, merges[i].Right), merges[i].Rank, merges[i].Merged);
        return table;
    }

    /// <summary>The rank of a pair in the upper 32 bits and the id of what it becomes in the lower, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Find(int left, int right)
    {
        var slots = _slots;
        ulong key = Key(left, right);
        for (int i = (int)(key * Odd >> _shift); ; i++)
        {
            ref readonly var slot = ref slots[i & (slots.Length - 1)];
            if (slot.Key == key || slot.Key == None)
                return slot.Value;
        }
    }

    /// <summary>A table that merges nothing into these tokens; this one where it does not anyway.</summary>
    internal MergeTable Without(IReadOnlySet<int> ids)
    {
        if (!Array.Exists(_slots, slot => slot.Key != None && ids.Contains((int)slot.Value)))
            return this;
        var table = new MergeTable(_pairs.Length) { RankLimit = RankLimit };
        for (int i = 0; i < _pairs.Length; i++)
        {
            ulong value = Find(_pairs[i].Left, _pairs[i].Right);
            if (!ids.Contains((int)value))
                table.TryAdd(i, _pairs[i], (int)(value >> 32), (int)value);
        }

        return table;
    }

    private static ulong Key(int left, int right) => (ulong)(uint)left << 32 | (uint)right;

    private bool TryAdd(int index, (int Left, int Right) pair, int rank, int merged)
    {
        ulong key = Key(pair.Left, pair.Right);
        int i = (int)(key * Odd >> _shift);
        for (; _slots[i].Key != None; i = (i + 1) & (_slots.Length - 1))
        {
            if (_slots[i].Key == key)
                return false;
        }

        _slots[i] = new Slot(key, (ulong)(uint)rank << 32 | (uint)merged);
        _pairs[index] = pair;
        return true;
    }

    private static bool TryMerge(
        Vocabulary vocabulary, (int Left, int Right) pair, ReadOnlySpan<byte> prefix, ref byte[] buffer, out int merged, [NotNullWhen(false)] out string? problem)
    {
        merged = -1;
        if (!vocabulary.Contains(pair.Left) || !vocabulary.Contains(pair.Right))
        {
            problem = $"expected ids of tokens of the vocabulary, found {pair.Left} and {pair.Right}";
            return false;
        }

        var left = vocabulary.Bytes(pair.Left);
        var right = vocabulary.Bytes(pair.Right);
        if (!right.StartsWith(prefix))
        {
            problem = $"expected a second token that begins with \"{Encoding.UTF8.GetString(prefix)}\", found {Show(vocabulary, pair)}";
            return false;
        }

        right = right[prefix.Length..];
        if (left.IsEmpty || right.IsEmpty)
        {
            problem = $"expected two tokens that are not empty, found {Show(vocabulary, pair)}: merging them would never end";
            return false;
        }

        if (buffer.Length < left.Length + right.Length)
            buffer = new byte[2 * (left.Length + right.Length)];
        left.CopyTo(buffer);
        right.CopyTo(buffer.AsSpan(left.Length));
        problem = vocabulary.TryGetId(buffer.AsSpan(0, left.Length + right.Length), out merged)
            ? null
            : $"expected two tokens that make a token of the vocabulary, found {Show(vocabulary, pair)}";
        return problem is null;
    }

    private static string Show(Vocabulary vocabulary, (int Left, int Right) pair) => $"\"{vocabulary.TokenOf(pair.Left)}\" and \"{vocabulary.TokenOf(pair.Right)}\"";

    private readonly record struct Slot(ulong Key, ulong Value);
}
