using System.CommandLine;
using System.Text;
using Attune.Tokenizers;

namespace Attune.Cli.Bench;

/// <summary><c>attune bench tokenizer</c>: encoding and decoding of real text, beside a copy of its bytes in the same run.</summary>
internal static class TokenizerBench
{
    public static Command Create(Option<bool> json)
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "A tokenizer's file or folder, of any format that is read.", Required = true };
        var data = new Option<string[]>("--data")
        {
            Description = "Text files, or folders of *.txt; each file is a text of its own.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var threads = BenchThreads.Option();
        var command = new Command("tokenizer", "Encoding and decoding of text, in MB of UTF-8 a second.") { tokenizer, data, threads };
        command.SetAction((arguments, cancellation) => BenchReport.RunAsync(
            arguments,
            json,
            report => Run(report, Tokenizer.Load(arguments.GetValue(tokenizer)!), Read(arguments.GetValue(data)!), BenchThreads.Of(arguments, threads)),
            cancellation));
        return command;
    }

    private static void Run(BenchReport report, Tokenizer tokenizer, byte[][] texts, int[] threads)
    {
        long bytes = texts.Sum(text => (long)text.Length);
        string[] strings = [.. texts.Select(Encoding.UTF8.GetString)];
        int[][] ids = [.. texts.Select(text => tokenizer.EncodeToIds(text))];
        long tokens = ids.Sum(text => (long)text.Length);
        var copies = texts.Select(text => new byte[text.Length]).ToArray();

        foreach (int count in threads)
        {
            Add("split only", i => Split(tokenizer, texts[i]));
            Add("encode UTF-8", i => tokenizer.EncodeToIds(texts[i]));
            Add("encode strings", i => tokenizer.EncodeToIds(strings[i]));
            Add("count tokens", i => tokenizer.CountTokens(texts[i]));
            Add("decode", i => tokenizer.DecodeToBytes(ids[i]));

            void Add(string work, Action<int> one)
            {
                if (work == "split only" && tokenizer.Splitter is null)
                    return;
                var sample = Sampling.Alternate(
                    report,
                    $"{work}, {BenchThreads.Text(count)}",
                    () => Rate(bytes, () => ForEach(texts.Length, count, i => texts[i].CopyTo(copies[i], 0))),
                    () => ForEach(texts.Length, count, one),
                    bytes / 1e6);
                report.Add(new BenchRow("tokenizer").With("work", work).With("bytes", bytes).With("tokens", tokens).With("threads", count).With("mbps", sample));
            }
        }
    }

    private static void Split(Tokenizer tokenizer, ReadOnlySpan<byte> text)
    {
        Span<Piece> pieces = stackalloc Piece[1024];
        for (int position = 0; position < text.Length;)
            tokenizer.Splitter!.Split(text, ref position, pieces);
    }

    private static double Rate(long bytes, Action work)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        work();
        return bytes / 1e6 / System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void ForEach(int count, int threads, Action<int> body)
    {
        if (threads == 1)
        {
            for (int i = 0; i < count; i++)
                body(i);
            return;
        }

        int next = -1;
        Task[] tasks = [.. Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
                body(i);
        }))];
        Task.WaitAll(tasks);
    }

    private static byte[][] Read(string[] paths)
    {
        string[] files = [.. paths.SelectMany<string, string>(path => Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [path])];
        if (files.Length == 0)
            throw new ArgumentException($"--data: expected text files, found none in {string.Join(", ", paths)}");
        return [.. files.Select(File.ReadAllBytes)];
    }
}
