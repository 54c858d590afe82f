using System.Text;
using Attune.Tokenizers.Tests;
using Xunit.Abstractions;

namespace Attune.Formats.Tests;

/// <summary>Damaged files are read or refused with the one typed error, and never cost memory out of proportion.</summary>
public class MutationTests(ITestOutputHelper output)
{
    private const int Seed = 20_261_125;

    [Fact]
    public void Small_files_damaged_at_random_are_read_or_refused()
    {
        foreach (var (name, bytes) in Samples.All().Concat(ModelSamples.All()))
        {
            Assert.InRange(bytes.Length, 1, 4095);
            ReadAll(name, bytes);
            Damage(name, bytes, cases: 2_500);
        }
    }

    [Fact]
    public void Small_files_cut_anywhere_are_read_or_refused()
    {
        foreach (var (name, bytes) in Samples.All().Concat(ModelSamples.All()))
        {
            for (int length = 0; length < bytes.Length; length++)
                Check(name, bytes.AsMemory(0, length), $"{name} cut to {length}");
        }
    }

    [Fact]
    public void Headers_with_other_digits_are_read_or_refused()
    {
        // Still JSON, so that the checks behind it are reached.
        foreach (var (name, bytes) in ModelSamples.All().Where(sample => sample.Name.EndsWith("safetensors", StringComparison.Ordinal)))
        {
            int[] digits = [.. Enumerable.Range(8, bytes.Length - 8).Where(at => char.IsAsciiDigit((char)bytes[at]))];
            for (int i = 0; i < 5_000; i++)
            {
                var random = new Random(Seed + i);
                byte[] mutant = [.. bytes];
                for (int changes = random.Next(1, 4); changes > 0; changes--)
                    mutant[digits[random.Next(digits.Length)]] = (byte)random.Next('0', '9' + 1);
                Check(name, mutant, $"{name}, seed {Seed + i}");
            }
        }
    }

    [RealDataFact("tokenizers/gguf", "tokenizers/sentencepiece/test_model.model", "weights/stories260K/tok512.bin", "weights/mnist_cnn/mnist.safetensors")]
    public void Full_size_files_damaged_at_random_are_read_or_refused()
    {
        string[] files =
        [
            .. Directory.GetFiles(SharedData.Locate("tokenizers/gguf")!, "*.gguf").Order(StringComparer.Ordinal),
            SharedData.Locate("tokenizers/sentencepiece/test_model.model")!, SharedData.Locate("weights/stories260K/tok512.bin")!,
            SharedData.Locate("weights/mnist_cnn/mnist.safetensors")!,
        ];
        foreach (string file in files)
            Damage(file, File.ReadAllBytes(file), cases: 200);
    }

    [Fact]
    public void Files_of_nothing_but_the_smallest_entries_cost_no_more_than_eight_times_their_size()
    {
        const int Count = 60_000;
        var values = new GgufWriter();
        var tensors = new GgufWriter();
        var model = new SentencePieceWriter().Piece("<unk>", 0, 2);
        var tokens = new List<byte>([1, 0, 0, 0]);
        for (int i = 0; i < Count; i++)
        {
            values.Add($"{i:x}", true);
            tensors.AddTensor($"{i:x}", GgmlType.F32, [0], bytes: 0);
            model.Raw(0x0A, 0x03, 0x0A, 0x01, (byte)'a');
            tokens.AddRange([0, 0, 0, 0, 1, 0, 0, 0, (byte)'a']);
        }

        Cost("values.gguf", values.ToArray());
        Cost("tensors.gguf", tensors.ToArray());
        Cost("strings.gguf", new GgufWriter().Add("k", new string[Count].Select(_ => "").ToArray()).ToArray());
        Cost("pieces.model", model.ToArray());
        Cost("tokens.bin", [.. tokens]);

        string Entries(Func<int, string> entry) => $"{{{string.Join(',', Enumerable.Range(0, Count).Select(entry))}}}";
        Cost("tensors.safetensors", ModelSamples.Safetensors(Entries(i => $$"""
            "{{i:x}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}
            """), []));
        Cost("metadata.safetensors", ModelSamples.Safetensors($$"""{"__metadata__":{{Entries(i => $"\"{i:x}\":\"\"")}}}""", []));
        string shape = string.Join(',', new int[Count]);
        Cost("shape.safetensors", ModelSamples.Safetensors($$$"""{"a":{"dtype":"U8","shape":[{{{shape}}}],"data_offsets":[0,0]}}""", []));
        Cost("index.json", Encoding.UTF8.GetBytes($$"""{"weight_map":{{Entries(i => $"\"{i:x}\":\"a\"")}}}"""));
    }

    private void Cost(string name, byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAll(name, bytes);
        double times = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)bytes.Length;
        output.WriteLine($"{name}: {bytes.Length} bytes, {times:F1} times as much to read it");
        Assert.True(times < 8, $"{name}: {times} times its size");
    }

    private void Damage(string name, byte[] bytes, int cases)
    {
        output.WriteLine($"{name}: seed {Seed}, {cases} cases");
        int refused = 0;
        for (int i = 0; i < cases; i++)
        {
            // Each case has its own seed, so that it can be repeated alone.
            byte[] mutant = Mutations.Mutate(bytes, new Random(Seed + i));
            refused += Check(name, mutant, $"{name}, seed {Seed + i}") ? 0 : 1;
        }

        output.WriteLine($"{name}: {refused} refused, {cases - refused} read");
    }

    private static bool Check(string name, ReadOnlyMemory<byte> bytes, string description)
    {
        bool read = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ReadAll(name, bytes);
        }
        catch (InvalidFileException error)
        {
            read = false;
            Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        }
        catch (Exception error)
        {
            Assert.Fail($"{description}: {error}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= (8L * bytes.Length) + (1 << 20), $"{description}: {bytes.Length} bytes made {allocated}");
        return read;
    }

    /// <summary>Reads a file as its name says, and then everything in it.</summary>
    private static void ReadAll(string name, ReadOnlyMemory<byte> bytes)
    {
        switch (Path.GetExtension(name))
        {
            case ".gguf":
                var file = GgufFile.Read(name, bytes);
                foreach (var value in file.Metadata.Values)
                    ReadValue(value);
                break;
            case ".model":
                var model = SentencePieceModel.Read(name, bytes);
                for (int id = 0; id < model.Count; id++)
                    Assert.False(model.Piece(id).IsEmpty);
                break;
            case ".safetensors":
                Sum(SafetensorsFile.Read(name, bytes).Tensors.Values);
                break;
            case ".json":
                Assert.DoesNotContain(SafetensorsIndex.Read(FileBytes.Of(name, bytes)).Values, place => place.File.Contains('/', StringComparison.Ordinal));
                break;
            case ".llama2c":
                Sum(Llama2cModel.Read(name, bytes).Tensors.Values);
                break;
            default:
                var vocabulary = Llama2cVocabulary.Read(name, bytes);
                for (int id = 0; id < vocabulary.Count; id++)
                    Assert.False(vocabulary.Token(id).IsEmpty);
                break;
        }
    }

    /// <summary>Touches every byte of every tensor.</summary>
    private static void Sum(IEnumerable<StoredTensor> tensors)
    {
        long sum = 0;
        foreach (var tensor in tensors)
        {
            foreach (byte value in tensor.Bytes(0, (int)tensor.ByteLength))
                sum += value;
        }

        Assert.True(sum >= 0);
    }

    private static void ReadValue(GgufValue value)
    {
        try
        {
            _ = (value.Type, value.ElementType) switch
            {
                (GgufValueType.Array, GgufValueType.Array) => value.AsArrays().Select(inner => { ReadValue(inner); return inner.Count; }).Sum(),
                (GgufValueType.Array, GgufValueType.String) => Lengths(value.AsStrings()),
                (GgufValueType.Array, GgufValueType.Float32 or GgufValueType.Float64) => value.AsFloats().Length,
                (GgufValueType.Array, GgufValueType.Bool) => 0,
                (GgufValueType.Array, _) => value.AsIntegers().Length,
                (GgufValueType.String, _) => value.AsString().Length,
                (GgufValueType.Bool, _) => value.AsBool() ? 1 : 0,
                (GgufValueType.Float32 or GgufValueType.Float64, _) => value.AsNumber(),
                _ => value.AsInteger(),
            };
        }
        catch (InvalidFileException)
        {
            // Not UTF-8, or integers that do not fit: refused value by value.
        }
    }

    private static int Lengths(GgufStrings strings)
    {
        int sum = 0;
        for (int i = 0; i < strings.Count; i++)
            sum += strings[i].Length;
        return sum;
    }
}
