using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// Byte strings with their numbers as a double array (Aoe 1989): a step from a node along a byte is one look at one slot. Immutable and thread-safe.
/// Built in time linear in the bytes, after sorting; 12 bytes for each node.
/// </summary>
internal sealed class TokenTrie
{
    /// <summary>The node of the empty string.</summary>
    public const int Root = 0;

    private readonly Slot[] _slots;

    private TokenTrie(Slot[] slots) => _slots = slots;

    /// <summary>The node one byte further, or -1 if no string goes there; and the number of the string that ends at it, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Step(int node, byte next, out int number)
    {
        var slots = _slots;
        int child = slots[node].Base + next;
        if ((uint)child < (uint)slots.Length)
        {
            ref readonly var slot = ref slots[child];
            number = slot.Number;
            return slot.Parent == node ? child : -1;
        }

        number = -1;
        return -1;
    }

    /// <summary>The number of the string that ends at this node, or -1.</summary>
    public int At(int node) => _slots[node].Number;

    /// <summary>The node at the end of a path, or -1.</summary>
    public int Walk(ReadOnlySpan<byte> path)
    {
        int node = Root;
        for (int i = 0; i < path.Length && node >= 0; i++)
            node = Step(node, path[i], out _);
        return node;
    }

    /// <summary>The trie of the vocabulary's tokens, but for empty ones and those that <paramref name="leftOut"/> says, by their ids.</summary>
    public static TokenTrie Of(Vocabulary vocabulary, Func<int, bool>? leftOut = null)
    {
        var ids = new List<int>(vocabulary.Count);
        for (int id = 0; id < vocabulary.IdLimit; id++)
        {
            if (vocabulary.Contains(id) && leftOut?.Invoke(id) != true)
                ids.Add(id);
        }

        ids.Sort((a, b) => vocabulary.Bytes(a).SequenceCompareTo(vocabulary.Bytes(b)));
        return OfSorted(ids, vocabulary.Memory);
    }

    /// <summary>The trie of strings that are all different and in the order of their bytes. Empty ones are left out.</summary>
    /// <param name="numbers">The numbers of the strings, in the order of the strings.</param>
    /// <param name="bytes">The string of a number.</param>
    public static TokenTrie OfSorted(IReadOnlyList<int> numbers, Func<int, ReadOnlyMemory<byte>> bytes) => new(new Builder(numbers, bytes).Build());

    /// <summary>A node: where its children begin, where it belongs, the string that ends here.</summary>
    private struct Slot
    {
        public int Base;
        public int Parent;
        public int Number;
    }

    private sealed class Builder(IReadOnlyList<int> numbers, Func<int, ReadOnlyMemory<byte>> bytes)
    {
        // Slots below are left free, so that every base is positive.
        private const int First = 256;
        private static readonly Slot s_free = new() { Parent = -1, Number = -1 };

        private Slot[] _slots = [];
        private int _end = First;
        private int _firstFree = First;
        private int _cursor = First;

        public Slot[] Build()
        {
            _slots = new Slot[First + CountNodes() + 256];
            Array.Fill(_slots, s_free);
            Span<byte> labels = stackalloc byte[256];
            Span<int> begins = stackalloc int[257];

            // The children of a node are the groups of the range of strings that share its path.
            var open = new Stack<(int Node, int From, int To, int Depth)>();
            open.Push((Root, 0, numbers.Count, 0));
            while (open.TryPop(out var range))
            {
                var (node, from, to, depth) = range;
                if (from < to && bytes(numbers[from]).Length == depth)
                {
                    if (depth > 0)
                        _slots[node].Number = numbers[from];
                    from++;
                }

                int count = Group(from, to, depth, labels, begins);
                if (count == 0)
                    continue;
                int start = Place(labels[..count]);
                _slots[node].Base = start;
                for (int i = count - 1; i >= 0; i--)
                {
                    _slots[start + labels[i]].Parent = node;
                    open.Push((start + labels[i], begins[i], begins[i + 1], depth + 1));
                }
            }

            Array.Resize(ref _slots, _end);
            return _slots;
        }

        private int CountNodes()
        {
            long nodes = 1;
            ReadOnlySpan<byte> before = default;
            foreach (int number in numbers)
            {
                var token = bytes(number).Span;
                nodes += token.Length - token.CommonPrefixLength(before);
                before = token;
            }

            // A little more than there are, as not every hole can be filled.
            return checked((int)(nodes + nodes / 16));
        }

        private int Group(int from, int to, int depth, Span<byte> labels, Span<int> begins)
        {
            int count = 0;
            for (int i = from; i < to; i++)
            {
                byte label = bytes(numbers[i]).Span[depth];
                if (count > 0 && labels[count - 1] == label)
                    continue;
                labels[count] = label;
                begins[count++] = i;
            }

            begins[count] = to;
            return count;
        }

        // A single child fills the first hole; more of them are tried at a few places, then appended: so all of it takes linear time.
        private int Place(ReadOnlySpan<byte> labels)
        {
            while (!IsFree(_firstFree))
                _firstFree++;
            int place = _firstFree;
            if (labels.Length > 1)
            {
                _cursor = Math.Max(_cursor, _firstFree);
                while (!IsFree(_cursor))
                    _cursor++;
                place = _cursor;
                for (int tries = 0; place < _end && !Fits(place - labels[0], labels); tries++)
                    place = tries < 64 ? place + 1 : _end;
                if (place > _cursor + 64)
                    _cursor = place;
            }

            int start = place - labels[0];
            int end = start + labels[^1] + 1;
            if (end > _slots.Length)
            {
                int length = _slots.Length;
                Array.Resize(ref _slots, Math.Max(end, (int)Math.Min(length + length / 4L, Array.MaxLength)));
                Array.Fill(_slots, s_free, length, _slots.Length - length);
            }

            _end = Math.Max(_end, end);
            return start;
        }

        private bool Fits(int start, ReadOnlySpan<byte> labels)
        {
            foreach (byte label in labels)
            {
                if (!IsFree(start + label))
                    return false;
            }

            return true;
        }

        private bool IsFree(int slot) => slot >= _end || _slots[slot].Parent < 0;
    }
}
