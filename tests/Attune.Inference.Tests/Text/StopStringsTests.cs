namespace Attune.Inference.Tests;

public class StopStringsTests
{
    [Fact]
    public void Text_is_held_back_while_it_may_become_a_stop_string()
    {
        var stops = new StopStrings(["\n\nUser:"]);

        Assert.Equal("Hello", stops.Add("Hello\n", out bool isFound));
        Assert.Equal("\n", stops.Add("\n\nUs", out isFound));
        Assert.False(isFound);
        Assert.Equal("", stops.Add("er: hi", out isFound));
        Assert.True(isFound);
    }

    [Fact]
    public void What_was_held_back_for_nothing_comes_later()
    {
        var stops = new StopStrings(["END"]);

        Assert.Equal("the ", stops.Add("the EN", out _));
        Assert.Equal("ENtrance", stops.Add("trance", out _));
        Assert.Equal("", stops.Add("E", out _));
        Assert.Equal("E", stops.Flush());
    }

    /// <summary>However a text is cut, it stops where it would letter by letter.</summary>
    [Fact]
    public void It_does_not_matter_where_pieces_end()
    {
        var random = new Random(3);
        for (int i = 0; i < 2000; i++)
        {
            string text = Letters(random, 12);
            string[] strings = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Letters(random, 4))];
            (int End, int Start) first = (from one in strings let at = text.IndexOf(one, StringComparison.Ordinal) where at >= 0 select (at + one.Length, at)).Order()
                .FirstOrDefault((text.Length, text.Length));

            var stops = new StopStrings(strings);
            string found = "";
            bool isFound = false;
            for (int at = 0; at < text.Length && !isFound;)
            {
                int length = random.Next(0, text.Length - at + 1);
                found += stops.Add(text.Substring(at, length), out isFound);
                at += length;
            }

            found += isFound ? "" : stops.Flush();
            Assert.Equal(text[..first.Start], found);
        }
    }

    private static string Letters(Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => (char)('a' + random.Next(2))));
}
