using System.Runtime.InteropServices;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>How often a character begins a word, and how often it stands within one.</summary>
internal readonly record struct CharacterCount(Rune Character, long First, long Continuing)
{
    public long Total => First + Continuing;

    /// <summary>The characters of a corpus, the most frequent first, equally frequent ones in the order of their code points, until they are
    /// <paramref name="coverage"/> of all.</summary>
    public static List<CharacterCount> Of(WordCounts words, double coverage)
    {
        var counts = new Dictionary<Rune, (long First, long Continuing)>();
        long all = 0;
        for (int i = 0; i < words.Count; i++)
        {
            var word = words.Word(i);
            long count = words.CountOf(i);
            for (int position = 0; position < word.Length;)
            {
                Rune.DecodeFromUtf8(word[position..], out var character, out int length);
                ref var counted = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, character, out _);
                if (position == 0)
                    counted.First += count;
                else
                    counted.Continuing += count;
                all += count;
                position += length;
            }
        }

        var sorted = counts.Select(pair => new CharacterCount(pair.Key, pair.Value.First, pair.Value.Continuing))
            .OrderByDescending(count => count.Total)
            .ThenBy(count => count.Character);
        var covered = new List<CharacterCount>();
        long sum = 0;
        foreach (var count in sorted)
        {
            if (coverage < 1 && sum >= coverage * all)
                break;
            covered.Add(count);
            sum += count.Total;
        }

        return covered;
    }
}
