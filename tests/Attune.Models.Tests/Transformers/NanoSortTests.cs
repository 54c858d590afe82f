using System.Runtime.InteropServices;
using System.Text.Json;
using Attune.Kernels;
using Attune.Nn;
using Attune.Tensors;
using Attune.Tokenizers.Tests;

namespace Attune.Models.Tests;

/// <summary>A trained GPT of three tokens, with every value on the way of three inputs; see Golden/gpt_nano_sort.py for what the files mean.</summary>
public class NanoSortTests
{
    private const double Tolerance = 1e-5;

    [RealDataFact("weights/gpt_nano_sort")]
    public void Every_activation_is_within_1e_5_of_the_published_one()
    {
        string folder = SharedData.Locate("weights/gpt_nano_sort")!;
        var weights = new Base64Tensors(Path.Combine(folder, "gpt-nano-sort-model.json"));
        var expected = new Base64Tensors(Path.Combine(folder, "gpt-nano-sort-t0-partials.json"));
        var config = new Gpt2Config { VocabularySize = 3, Positions = 11, Channels = 48, Layers = 3, Heads = 3, TiesEmbeddings = false };
        var map = new WeightMap(StoresTransposed: _ => false, Ignores: name => name.EndsWith(".attn.bias", StringComparison.Ordinal));
        var model = (Gpt2)Weights.Load(weights, config.Create, map);

        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        const int Batch = 3, Length = 11, Heads = 3, Dim = 16;
        var ids = Tensor.I32([.. expected.Values("idx").Select(id => (int)id)]);
        var found = new Dictionary<string, Tensor>();
        var pass = new Pass(Segments.Of(Length, Length, Length)) { Observer = found.Add };
        var hidden = model.Hidden(ids, pass);
        var logits = model.Logits(hidden);

        const string First = "transformer.h.0.";
        var qkv = found[First + "attn.c_attn"].Reshape([Batch * Length, 3 * Heads, Dim]);
        var (query, key, value) = (qkv.Slice(1, 0, Heads), qkv.Slice(1, Heads, Heads), qkv.Slice(1, 2 * Heads, Heads));
        Check("tok_emb", Parameter("transformer.wte.weight").Embedding(ids));
        Check("pos_emb", Parameter("transformer.wpe.weight"));
        Check("x", found["transformer.drop"]);
        Check("ln1", found[First + "ln_1"]);
        Check("qkv", found[First + "attn.c_attn"]);
        Check("q", PerHead(query));
        Check("k", PerHead(key));
        Check("v", PerHead(value));
        CheckScores(query, key);
        for (int head = 0; head < Heads; head++)
            CheckWeights(head, query.AttentionWeights(key, head, pass.Segments.Offsets, default(Causal), default(NoChange)).ToArray<float>());
        Check("y", found[First + "attn.mixed"]);
        Check("yProj", Project("attn.c_proj", found[First + "attn.mixed"]));
        Check("attnResid", found[First + "residual"]);
        Check("ln2", found[First + "ln_2"]);
        Check("fc", Project("mlp.c_fc", found[First + "ln_2"]));
        Check("gelu", found[First + "mlp.act"]);
        Check("mlp", Project("mlp.c_proj", found[First + "mlp.act"]));
        Check("mlpResid", found[First + "output"]);
        for (int layer = 0; layer < 3; layer++)
            Check($"block{layer}", found[$"transformer.h.{layer}.output"]);
        Check("ln_f", hidden);
        Check("lm_head", logits);
        Check("probs", logits.Softmax());
        Assert.Equal(["idx"], expected.TensorNames.Except(_checked));

        Tensor Parameter(string name) => model.Parameters.Single(parameter => parameter.Name == name).Value;

        Tensor Project(string name, Tensor x) => x.Linear(Parameter($"{First}{name}.weight"), Parameter($"{First}{name}.bias"));

        // [B N, H, D] -> [B, H, N, D]
        Tensor PerHead(Tensor x) => x.Reshape([Batch, Length, Heads, Dim]).Transpose(1, 2).Contiguous();

        void Check(string name, Tensor actual)
        {
            _checked.Add(name);
            float[] values = expected.Values(name);
            float[] own = actual.ToArray<float>();
            Assert.Equal(values.Length, own.Length);
            for (int i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(values[i] - own[i]) <= Tolerance, $"{name}[{i}]: expected {values[i]}, found {own[i]}");
        }

        void CheckScores(Tensor queries, Tensor keys)
        {
            _checked.Add("att");
            float[] values = expected.Values("att");
            float[] own = (PerHead(queries).MatMul(PerHead(keys).Transpose(2, 3)) * (1 / Math.Sqrt(Dim))).ToArray<float>();
            Assert.Equal(values.Length, own.Length);
            for (int i = 0; i < values.Length; i++)
                Assert.True(float.IsNegativeInfinity(values[i]) || Math.Abs(values[i] - own[i]) <= Tolerance, $"att[{i}]: expected {values[i]}, found {own[i]}");
        }

        void CheckWeights(int head, float[] own)
        {
            _checked.Add("attSm");
            float[] values = expected.Values("attSm");
            for (int b = 0; b < Batch; b++)
            {
                for (int i = 0; i < Length * Length; i++)
                    Assert.Equal(values[(((b * Heads) + head) * Length * Length) + i], own[(b * Length * Length) + i], Tolerance);
            }
        }
    }

    private readonly HashSet<string> _checked = [];

    /// <summary>Names with shape, type and base64 of little-endian floats.</summary>
    private sealed class Base64Tensors : IWeightSource
    {
        private readonly JsonElement _root;

        public Base64Tensors(string path)
        {
            _root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
            Name = path;
            TensorNames = [.. _root.EnumerateObject().Select(property => property.Name).Where(name => name != "config")];
        }

        public string Name { get; }

        public IReadOnlyCollection<string> TensorNames { get; }

        public long[] ShapeOf(string name) => [.. _root.GetProperty(name).GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];

        public float[] Values(string name) => MemoryMarshal.Cast<byte, float>(_root.GetProperty(name).GetProperty("data").GetBytesFromBase64()).ToArray();

        public void Read(string name, Tensor target) => target.CopyFrom<float>(Values(name));
    }
}
