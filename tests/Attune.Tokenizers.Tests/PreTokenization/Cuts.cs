using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>Runs a splitter and makes its pieces comparable.</summary>
internal static class Cuts
{
    /// <summary>All pieces of a text, asked for <paramref name="atATime"/> at a time.</summary>
    internal static List<Piece> Of(Splitter splitter, ReadOnlySpan<byte> text, int atATime = 256)
    {
        var all = new List<Piece>();
        var pieces = new Piece[atATime];
        int position = 0;
        while (position < text.Length)
        {
            int count = splitter.Split(text, ref position, pieces);
            all.AddRange(pieces.AsSpan(0, count));
            if (count == 0)
                Assert.Equal(text.Length, position);
        }

        return all;
    }

    /// <summary>The pieces as texts between bars: <c>a| b</c>.</summary>
    internal static string Show(Splitter splitter, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return string.Join('|', Of(splitter, bytes).Select(piece => Encoding.UTF8.GetString(bytes, piece.Start, piece.Length)));
    }

    /// <summary>Fails with the text around the first piece that two splitters cut in different ways.</summary>
    internal static void AssertSame(Splitter expected, Splitter actual, ReadOnlySpan<byte> text, int atATime = 256)
    {
        List<Piece> right = Of(expected, text);
        List<Piece> found = Of(actual, text, atATime);
        int same = right.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same == right.Count && same == found.Count)
            return;
        Piece at = same < right.Count ? right[same] : found[same];
        string around = Encoding.UTF8.GetString(text[Math.Max(0, at.Start - 20)..Math.Min(text.Length, at.End + 20)]);
        Assert.Fail($"expected {at}, found {(same < found.Count ? found[same] : "nothing")} in «{around}» = {Convert.ToHexString(Encoding.UTF8.GetBytes(around))}");
    }
}
