using System.IO.Compression;
using System.Text;
using Attune.Formats;

namespace Attune.Tokenizers.Tests;

public sealed class WordCounterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Words_are_the_same_for_any_number_of_threads_and_size_of_blocks()
    {
        var random = new Random(3);
        string[] parts = ["the ", "cat's ", "é", "\n\n", "12345", "<|end of text|>", "  ", "— ", "Then he said "];
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => parts[random.Next(parts.Length)]));
        string[] files = [Write("a.txt", text), Write("b.txt", "last"), Write("empty.txt", ""), Write("c.txt", text[5000..])];
        foreach (bool rewrites in new[] { false, true })
        {
            var corpus = TrainingCorpus.FromFiles(files, null, new SplitterPreTokenizer(new Gpt2Splitter(), rewrites));
            var whole = Show(Count(corpus, 1, 1 << 20));
            Assert.DoesNotContain(whole, word => word.Contains("<|", StringComparison.Ordinal));
            foreach (int threads in new[] { 1, 2, 3, 8 })
                Assert.Equal(whole, Show(Count(corpus, threads, 4096)));
        }
    }

    [Fact]
    public void Without_a_pre_tokenizer_lines_are_words()
    {
        string file = Write("a.txt", "one two\n\nx\none two\nend");
        Assert.Equal(["\n 1", "end 1", "one two\n 2", "x\n 1"], Show(Count(TrainingCorpus.FromFiles([file]), 2, 64)));
    }

    [Fact]
    public void Long_texts_without_a_good_place_are_cut_between_characters()
    {
        var words = Count(TrainingCorpus.FromTexts([string.Concat(Enumerable.Repeat("日本語", 100))]), 2, 64);
        Assert.DoesNotContain(Show(words), word => word.Contains('\uFFFD'));
        Assert.Equal(900, Enumerable.Range(0, words.Count).Sum(i => words.Word(i).Length * words.CountOf(i)));
    }

    [Fact]
    public void Files_packed_by_gzip_are_unpacked_and_broken_ones_are_named()
    {
        string file = Path.Combine(_folder, "a.txt.gz");
        using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest))
            packed.Write("x\nx\n"u8);
        Assert.Equal(["x\n 2"], Show(Count(TrainingCorpus.FromFiles([file]), 2, 64)));
        File.WriteAllText(file, "no gzip at all");
        var error = Assert.Throws<InvalidFileException>(() => Count(TrainingCorpus.FromFiles([file]), 2, 64));
        Assert.Contains("a.txt.gz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_repaired_where_asked_for_and_kept_otherwise()
    {
        string file = Path.Combine(_folder, "a.txt");
        File.WriteAllBytes(file, [0xFF, (byte)'a']);
        var corpus = TrainingCorpus.FromFiles([file]);
        Assert.Equal([0xFF, (byte)'a'], Count(corpus, 1, 64).Word(0).ToArray());
        Assert.Equal("\uFFFDa"u8.ToArray(), WordCounter.Count(corpus, [], repair: true, 1, null, default).Word(0).ToArray());
    }

    [Fact]
    public void Missing_and_empty_input_is_refused()
    {
        Assert.Throws<FileNotFoundException>(() => TrainingCorpus.FromFiles([Path.Combine(_folder, "none")]));
        Assert.Throws<ArgumentException>(() => TrainingCorpus.FromFiles([]));
        Assert.Throws<TokenizationException>(() => Count(TrainingCorpus.FromTexts(["", "<|end of text|>"]), 2, 64));
    }

    [Fact]
    public void Progress_ends_with_all_bytes()
    {
        var progress = new Reports();
        string file = Write("a.txt", "one\ntwo\n");
        WordCounter.Count(TrainingCorpus.FromFiles([file]), [], repair: false, 1, progress, default);
        Assert.Equal((8, 8, "bytes"), (progress.Last!.Done, progress.Last.Total, progress.Last.Unit));
        Assert.Equal(TimeSpan.FromSeconds(6), new TrainingProgress("x", 25, 100, "bytes", TimeSpan.FromSeconds(2)).Left);
    }

    private static WordCounts Count(TrainingCorpus corpus, int threads, int blockSize) =>
        WordCounter.Count(corpus, ["<|end of text|>"], repair: false, threads, null, default, blockSize);

    private static string[] Show(WordCounts words) =>
        [.. Enumerable.Range(0, words.Count).Select(i => $"{Encoding.UTF8.GetString(words.Word(i))} {words.CountOf(i)}")];

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public TrainingProgress? Last { get; private set; }

        public void Report(TrainingProgress value) => Last = value;
    }
}
