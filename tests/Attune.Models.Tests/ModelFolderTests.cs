using Attune.Formats;
using Attune.Formats.Tests;
using Attune.Nn;
using Attune.Tensors;
using Attune.Tokenizers;
using Attune.Tokenizers.Tests;

namespace Attune.Models.Tests;

public class ModelFolderTests
{
    private static readonly Gpt2Config s_tiny = new() { VocabularySize = 7, Positions = 4, Channels = 4, Layers = 1, Heads = 2 };

    [Fact]
    public void A_saved_model_loads_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        ModelConfig llama = new LlamaConfig { VocabularySize = 7, Channels = 8, Inner = 6, Layers = 1, Heads = 2, Positions = 4, RopeScaling = new RopeScaling { Type = "yarn", Factor = 2 } };
        foreach (var config in new[] { s_tiny, llama })
        {
            var model = config.Create(Weights.Fresh(9));
            ModelFolder.Save(model, folder.Path);
            var again = ModelFolder.Load(folder.Path);

            Assert.Equal(config, again.Config);
            Assert.Equal(
                model.Parameters.Select(p => (p.Name, string.Join(' ', p.Value.ToArray<float>()))),
                again.Parameters.Select(p => (p.Name, string.Join(' ', p.Value.ToArray<float>()))));
        }
    }

    [Fact]
    public void Published_names_of_GPT_2_and_buffers_of_masks_are_understood()
    {
        using var folder = new TemporaryFolder();
        var model = s_tiny.Create(Weights.Fresh(9));
        ModelFolder.Save(model, folder.Path);
        Rewrite(folder.Path, file =>
        {
            var writer = new SafetensorsWriter();
            foreach (var (name, tensor) in file.Tensors)
                writer.Add(name.Replace("transformer.", "", StringComparison.Ordinal), tensor.Type, [.. tensor.Shape], write => write(tensor.Bytes(0, (int)tensor.ByteLength)));
            writer.Add("h.0.attn.bias", StoredType.F32, [1], write => write(new byte[4]));
            return writer;
        });

        var again = ModelFolder.Load(folder.Path);

        Assert.Equal(model.Parameters[^1].Value.ToArray<float>(), again.Parameters[^1].Value.ToArray<float>());
    }

    [Fact]
    public void Narrower_and_wider_floats_are_read_as_f32()
    {
        var tensors = new Dictionary<StoredType, byte[]>
        {
            [StoredType.F16] = [0, 0x3C, 0, 0xC2],
            [StoredType.BF16] = [0x80, 0x3F, 0x40, 0xC0],
            [StoredType.F64] = [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(-3.0)],
        };
        var writer = new SafetensorsWriter();
        foreach (var (type, bytes) in tensors)
            writer.Add(type.ToString(), type, [2], write => write(bytes));
        writer.Add("I32", StoredType.I32, [2], write => write(new byte[8]));
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        using var file = SafetensorsFile.Read("x", stream.ToArray());
        var weights = new StoredWeights("x", file.Tensors);
        var target = Tensor.Zeros([2]);

        foreach (var type in tensors.Keys)
        {
            weights.Read(type.ToString(), target);
            Assert.Equal([1f, -3f], target.ToArray<float>());
        }

        Assert.Throws<InvalidFileException>(() => weights.Read("I32", target));
    }

    [Fact]
    public void All_that_does_not_fit_is_listed_in_one_error()
    {
        using var folder = new TemporaryFolder();
        ModelFolder.Save(s_tiny.Create(Weights.Fresh(9)), folder.Path);
        Rewrite(folder.Path, file =>
        {
            var writer = new SafetensorsWriter();
            foreach (var (name, tensor) in file.Tensors)
            {
                bool isSwapped = name.EndsWith("c_fc.weight", StringComparison.Ordinal);
                if (!name.EndsWith("ln_f.bias", StringComparison.Ordinal))
                    writer.Add(name, tensor.Type, isSwapped ? [16, 4] : [.. tensor.Shape], write => write(tensor.Bytes(0, (int)tensor.ByteLength)));
            }

            writer.Add("stranger", StoredType.F32, [1], write => write(new byte[4]));
            return writer;
        });

        var wrong = Assert.Throws<InvalidFileException>(() => ModelFolder.Load(folder.Path));

        Assert.Contains("transformer.h.0.mlp.c_fc.weight is [16, 4] where the model has [4, 16]", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("transformer.ln_f.bias [4] is missing", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("stranger is not a tensor of this model", wrong.Message, StringComparison.Ordinal);
    }

    [RealDataFact("weights/stories260K")]
    public void The_greedy_text_of_stories260K_is_the_published_one_character_for_character()
    {
        string folder = SharedData.Locate("weights/stories260K")!;
        var model = ModelFolder.Load(Path.Combine(folder, "stories260K.bin"));
        var tokenizer = Tokenizer.Load(Path.Combine(folder, "tok512.bin"));
        const int Begin = 1, Steps = 256;
        var cache = model.NewCache();
        var ids = new List<int> { Begin };
        while (ids.Count <= Steps)
        {
            using var _ = Step.Begin();
            using var pause = Tape.NoGradient();
            var pass = new Pass(Segments.Continue([1], [ids.Count - 1])) { Caches = [cache] };
            float[] logits = model.Logits(model.Hidden(Tensor.I32([ids[^1]]), pass)).ToArray<float>();
            int next = Array.IndexOf(logits, logits.Max());
            if (next == Begin)
                break;
            ids.Add(next);
        }

        string page = File.ReadAllText(Path.Combine(folder, "stories260K.md"));
        int first = page.IndexOf("Once upon a time", StringComparison.Ordinal);
        string expected = page[first..page.IndexOf("```", first, StringComparison.Ordinal)].Trim();
        Assert.Equal(expected, tokenizer.Decode([.. ids], skipSpecialTokens: true).Trim());
    }

    private static void Rewrite(string folder, Func<SafetensorsFile, SafetensorsWriter> change)
    {
        string path = Path.Combine(folder, SafetensorsFolder.FileName);
        using var stream = new MemoryStream();
        using (var file = SafetensorsFile.Open(path))
            change(file).WriteTo(stream);
        File.WriteAllBytes(path, stream.ToArray());
    }
}
