using System.Buffers;

namespace Attune.Tokenizers;

/// <summary>Unicode's canonical order: each run of characters whose combining class is not 0 is sorted by it, equal classes staying in their order.</summary>
internal static class CanonicalOrder
{
    public static void Sort(Span<int> characters)
    {
        for (int start = 0; start < characters.Length; start++)
        {
            if (Class(characters[start]) == 0)
                continue;
            int end = start + 1;
            while (end < characters.Length && Class(characters[end]) != 0)
                end++;
            SortRun(characters[start..end]);
            start = end;
        }
    }

    private static void SortRun(Span<int> run)
    {
        // Insertion is fastest for the marks of one letter; a count by class keeps long runs linear.
        if (run.Length > 32)
        {
            SortByCount(run);
            return;
        }

        for (int i = 1; i < run.Length; i++)
        {
            int character = run[i];
            int combiningClass = Class(character);
            int j = i;
            for (; j > 0 && Class(run[j - 1]) > combiningClass; j--)
                run[j] = run[j - 1];
            run[j] = character;
        }
    }

    private static void SortByCount(Span<int> run)
    {
        Span<int> next = stackalloc int[257];
        next.Clear();
        foreach (int character in run)
            next[Class(character) + 1]++;
        for (int i = 1; i < next.Length; i++)
            next[i] += next[i - 1];

        int[] copy = ArrayPool<int>.Shared.Rent(run.Length);
        run.CopyTo(copy);
        foreach (int character in copy.AsSpan(0, run.Length))
            run[next[Class(character)]++] = character;
        ArrayPool<int>.Shared.Return(copy);
    }

    private static int Class(int character) => UnicodeData.Facts(character).CombiningClass();
}
