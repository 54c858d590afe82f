using System.Globalization;
using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Tokenizers.Tests;

/// <summary>
/// Files of every format with random damage: each is read, and then works, or is refused by one typed error. <c>ATTUNE_FUZZ_CASES</c> sets the number of cases of small files.
/// </summary>
public class FuzzTests
{
    private const int Seed = 20261125;

    private static readonly int s_cases = int.Parse(Environment.GetEnvironmentVariable("ATTUNE_FUZZ_CASES") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public void Damaged_small_files_are_read_or_refused()
    {
        var files = SmallFiles();
        Assert.All(files, file => Assert.True(file.Bytes.Length < 4096, file.Name));
        Assert.All(files, file => _ = Tokenizer.Load(file.Name, file.Bytes));
        var counts = new int[files.Count];
        Parallel.For(0, s_cases, i =>
        {
            var (name, bytes) = files[i % files.Count];
            if (Try(name, Mutations.Mutate(bytes, new Random(Seed + i)), i))
                Interlocked.Increment(ref counts[i % files.Count]);
        });
        Console.WriteLine($"fuzz: {s_cases} damaged small files, seed {Seed}; still read: {string.Join(", ", files.Select((file, i) => $"{file.Name} {counts[i]}"))}");
    }

    [RealDataFact("tokenizers")]
    public void Damaged_full_size_files_are_read_or_refused()
    {
        string[] files =
        [
            "tokenizers/gguf/ggml-vocab-bert-bge.gguf", "tokenizers/gguf/ggml-vocab-gpt-2.gguf", "tokenizers/gguf/ggml-vocab-llama-spm.gguf",
            "tokenizers/sentencepiece/test_model.model", "tokenizers/tiktoken/cl100k_base.tiktoken", "weights/stories260K/tok512.bin",
        ];
        const int Per = 200;
        List<(string Name, byte[] Bytes)> all = [.. files.Select(file => (Path.GetFileName(file), File.ReadAllBytes(SharedData.Locate(file)!)))];
        string json = Path.Combine(Path.GetTempPath(), $"attune-{Guid.NewGuid():N}.json");
        Real.Gpt2.Save(json);
        all.Add(("tokenizer.json", File.ReadAllBytes(json)));
        File.Delete(json);
        byte[] merges = File.ReadAllBytes(SharedData.Locate("tokenizers/gpt2/vocab.bpe")!);
        byte[] vocabulary = File.ReadAllBytes(SharedData.Locate("tokenizers/gpt2/encoder.json")!);

        Parallel.For(0, Per, i =>
        {
            foreach (var (name, bytes) in all)
                Try(name, Mutations.Mutate(bytes, new Random(Seed + i)), i);
            var random = new Random(Seed + i);
            Try(() => Gpt2Files.Read(new TextFile("encoder.json", Mutations.Mutate(vocabulary, random)), new TextFile("vocab.bpe", merges)), "encoder.json", i);
            Try(() => Gpt2Files.Read(new TextFile("encoder.json", vocabulary), new TextFile("vocab.bpe", Mutations.Mutate(merges, random))), "vocab.bpe", i);
        });
        Console.WriteLine($"fuzz: {Per} mutations of each of {all.Count + 2} full-size files, seed {Seed}");
    }

    [RealDataFact("tokenizers")]
    public void Loading_keeps_little_alive()
    {
        string json = Path.Combine(Path.GetTempPath(), $"attune-{Guid.NewGuid():N}.json");
        Real.Cl100k.Save(json);
        string[] files =
        [
            json, SharedData.Locate("tokenizers/tiktoken/cl100k_base.tiktoken")!, SharedData.Locate("tokenizers/gguf/ggml-vocab-gpt-2.gguf")!,
            SharedData.Locate("tokenizers/gpt2/encoder.json")!, SharedData.Locate("tokenizers/sentencepiece/test_model.model")!,
        ];
        foreach (string file in files)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var tokenizer = Tokenizer.Load(file);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            long limit = 4 * new FileInfo(file).Length + (64 << 20);

            // All that is ever allocated bounds what is alive at once.
            Assert.True(allocated < limit, $"{file}: {allocated} bytes, limit {limit}");
            Console.WriteLine($"loading {Path.GetFileName(file)}: {allocated >> 20} MB allocated in all, {new FileInfo(file).Length >> 10} KB of file");
            GC.KeepAlive(tokenizer);
        }

        File.Delete(json);
    }

    private static List<(string Name, byte[] Bytes)> SmallFiles()
    {
        List<(string Name, byte[] Bytes)> files = [];
        foreach (var (name, bytes) in Formats.Tests.Samples.All())
        {
            // The samples of all types and of tensors have no vocabulary; the llama2.c sample is shorter than the 259 tokens that every such file has.
            if (name is "types.gguf" or "tensors.gguf" or "tokenizer.bin")
                continue;
            files.Add((name, bytes));
        }

        foreach (var (name, json) in Samples.All)
            files.Add(($"{name}.json", System.Text.Encoding.UTF8.GetBytes(json)));
        files.Add(("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\nun\n##aff\n##able\n,\n"u8.ToArray()));
        files.Add(("small.tiktoken", System.Text.Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 256).Select(value => $"{Convert.ToBase64String([(byte)value])} {value}\n")) + "dGg= 256\ndGhl 257\n")));
        files.Add(("llama2c.bin", Llama2c()));
        return files;
    }

    private static byte[] Llama2c()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(7);
        string[] tokens = ["<unk>", "\n<s>\n", "\n</s>\n", .. Enumerable.Range(0, 256).Select(_ => "x"), " ", "t", "h", "e", "th", "the", " the"];
        for (int i = 0; i < tokens.Length; i++)
        {
            writer.Write((float)-i);
            writer.Write(tokens[i].Length);
            writer.Write(System.Text.Encoding.UTF8.GetBytes(tokens[i]));
        }

        return stream.ToArray();
    }

    private static bool Try(string name, byte[] bytes, int i) => Try(() => Tokenizer.Load(name, bytes), name, i);

    private static bool Try(Func<Tokenizer> load, string name, int i)
    {
        Tokenizer tokenizer;
        try
        {
            tokenizer = load();
        }
        catch (InvalidFileException error)
        {
            Assert.False(string.IsNullOrWhiteSpace(error.Expected) || string.IsNullOrWhiteSpace(error.Found), error.Message);
            return false;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{name}, case {i}: {error.GetType().Name} while reading: {error.Message}", error);
        }

        try
        {
            int[] ids = tokenizer.EncodeToIds("The  unaffable, thé 世界 😀\r\n 12\u0301 <s>[CLS]");
            tokenizer.Decode(ids);
        }
        catch (TokenizationException)
        {
            // A vocabulary that lost its unknown token says so.
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{name}, case {i}: {error.GetType().Name} while encoding: {error.Message}", error);
        }

        return true;
    }
}
