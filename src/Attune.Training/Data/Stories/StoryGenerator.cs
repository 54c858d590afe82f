namespace Attune.Training;

/// <summary>
/// Small stories without end. A story is a function of the seed and its index alone, the same on every machine.
/// <see cref="Next"/> counts the index; it may be called from many threads.
/// </summary>
public sealed class StoryGenerator(ulong seed)
{
    private long _next = -1;

    /// <summary>The text of the next story: the first call gives index 0.</summary>
    public string Next() => Generate(seed, Interlocked.Increment(ref _next)).Text;

    /// <summary>The story of a seed and an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static Story Generate(ulong seed, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new Derivation(StoryGrammar.Default, new RandomChoices(seed, index)).Run();
    }

    /// <summary>Writes stories <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1, each with <paramref name="separator"/> after it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index or the count is negative.</exception>
    public static void Write(TextWriter writer, ulong seed, long first, long count, string separator = "\n\n")
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (long index = first; index < first + count; index++)
        {
            writer.Write(Generate(seed, index).Text);
            writer.Write(separator);
        }
    }

    /// <summary>The entropy of stories <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1: exact for each of them, so also the exact bound on these very texts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative, or there are fewer than two stories.</exception>
    public static StoryEntropy Entropy(ulong seed, long first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double sum = 0, squares = 0;
        long characters = 0, words = 0;
        for (long index = first; index < first + count; index++)
        {
            var (text, cost) = Generate(seed, index);
            sum += cost;
            squares += cost * cost;
            characters += text.Length;
            words += text.AsSpan().Count(' ') + 1;
        }

        double mean = sum / count;
        double variance = Math.Max(0, squares - (count * mean * mean)) / (count - 1);
        return new StoryEntropy(count, mean, Math.Sqrt(variance / count), characters, words);
    }
}
