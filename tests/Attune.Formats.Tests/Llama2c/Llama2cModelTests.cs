using Attune.Tokenizers.Tests;

namespace Attune.Formats.Tests;

public class Llama2cModelTests
{
    [Fact]
    public void Numbers_and_tensors_are_read_in_the_order_of_the_file()
    {
        var model = Llama2cModel.Read("m", ModelSamples.Llama2c());

        Assert.Equal((4, 3, 2, 2, 1, 5, true, 6), (model.Width, model.HiddenWidth, model.Layers, model.Heads,
            model.KeyValueHeads, model.VocabularySize, model.SharedClassifier, model.ContextLength));
        Assert.Equal(2 + (9 * 2), model.Tensors.Count);
        Assert.Equal(("m", StoredType.F32), (model.Tensors["model.norm.weight"].File, model.Tensors["model.norm.weight"].Type));

        // Each float is its own number: embedding 20; per layer norm 4, q 16, k 8, v 8, o 16, norm 4, gate, down and up 12.
        Expect(0, "model.embed_tokens.weight", 5, 4);
        Expect(24, "model.layers.1.input_layernorm.weight", 4);
        Expect(28 + 16, "model.layers.1.self_attn.q_proj.weight", 4, 4);
        Expect(60 + 8, "model.layers.1.self_attn.k_proj.weight", 2, 4);
        Expect(76, "model.layers.0.self_attn.v_proj.weight", 2, 4);
        Expect(92 + 16, "model.layers.1.self_attn.o_proj.weight", 4, 4);
        Expect(124 + 4, "model.layers.1.post_attention_layernorm.weight", 4);
        Expect(132 + 12, "model.layers.1.mlp.gate_proj.weight", 3, 4);
        Expect(156 + 12, "model.layers.1.mlp.down_proj.weight", 4, 3);
        Expect(180 + 12, "model.layers.1.mlp.up_proj.weight", 3, 4);
        Expect(204, "model.norm.weight", 4);

        void Expect(float first, string name, params long[] shape)
        {
            var tensor = model.Tensors[name];
            Assert.Equal(shape, tensor.Shape);
            Assert.Equal(first, tensor.Singles(0, 1)[0]);
            Assert.Equal(shape.Aggregate(4L, (product, dimension) => product * dimension), tensor.ByteLength);
        }
    }

    [Fact]
    public void A_classifier_of_its_own_comes_last()
    {
        var model = Llama2cModel.Read("m", ModelSamples.Llama2c(layers: 1, sharedClassifier: false));

        Assert.Equal((5, false), (model.VocabularySize, model.SharedClassifier));
        var (name, classifier) = model.Tensors.Last();
        Assert.Equal("lm_head.weight", name);
        Assert.Equal([5, 4], classifier.Shape);
        Assert.Equal(20 + 92 + 4 + 12, classifier.Singles(0, 1)[0]);
    }

    [Theory]
    [InlineData("", "dim at byte 0: expected 4 bytes, found the end of the file after 0")]
    [InlineData("04000000 03000000", "n_layers at byte 8: expected 4 bytes, found the end of the file after 0")]
    [InlineData("32346B61 01000000", "at byte 0: expected a model of version 0, without a magic number, found a later version of the format")]
    [InlineData("00000000 03000000 02000000 02000000 01000000 05000000 06000000", "dim at byte 0: expected a positive number, found 0")]
    [InlineData("04000000 03000000 02000000 02000000 01000000 00000000 06000000", "vocab_size at byte 20: expected a number other than 0, found 0")]
    [InlineData("04000000 03000000 02000000 02000000 01000000 00000080 06000000", "vocab_size at byte 20: expected a number other than 0, found 0")]
    [InlineData("04000000 03000000 02000000 02000000 01000000 05000000 FFFFFFFF", "seq_len at byte 24: expected a positive number, found -1")]
    [InlineData("06000000 03000000 02000000 02000000 01000000 05000000 06000000", "dim at byte 0: expected a multiple of twice n_heads, 2, so that each head has pairs to rotate, found 6")]
    [InlineData("08000000 03000000 02000000 04000000 03000000 05000000 06000000", "n_kv_heads at byte 16: expected a divisor of n_heads, 4, found 3")]
    [InlineData("04000000 03000000 FFFFFF7F 02000000 01000000 05000000 06000000", "n_layers at byte 8: expected at most 10000 layers, found 2147483647")]
    [InlineData("04000000 03000000 02000000 02000000 01000000 05000000 06000000", "m: expected 908 bytes for 2 layers of 4 and 3, 5 tokens, 6 positions, found 28")]
    [InlineData("FCFFFF7F FFFFFF7F 10270000 01000000 01000000 FFFFFF7F FFFFFF7F", "found 28")]
    public void What_breaks_the_format_is_refused_with_its_place(string hex, string message)
    {
        var error = Assert.Throws<InvalidFileException>(() => Llama2cModel.Read("m", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused()
    {
        var error = Assert.Throws<InvalidFileException>(() => Llama2cModel.Read("m", (byte[])[.. ModelSamples.Llama2c(), 0]));

        Assert.Equal("m: expected 908 bytes for 2 layers of 4 and 3, 5 tokens, 6 positions, found 909", error.Message);
    }

    [RealDataFact("weights/stories260K/stories260K.bin")]
    public void A_real_model_is_read()
    {
        using var model = Llama2cModel.Open(SharedData.Locate("weights/stories260K/stories260K.bin")!);

        Assert.Equal((64, 172, 5, 8, 4, 512, true, 512), (model.Width, model.HiddenWidth, model.Layers, model.Heads,
            model.KeyValueHeads, model.VocabularySize, model.SharedClassifier, model.ContextLength));

        // The sums are those of an independent reader.
        Assert.Equal(-752.3677446640068, Sum("model.embed_tokens.weight"), 1e-9);
        Assert.Equal(-2.161847283903626, Sum("model.layers.2.self_attn.k_proj.weight"), 1e-9);
        Assert.Equal(19.543787761240765, Sum("model.layers.4.mlp.down_proj.weight"), 1e-9);
        Assert.Equal(115.95276230573654, Sum("model.norm.weight"), 1e-9);

        double Sum(string name) => model.Tensors[name].Singles(0, (int)(model.Tensors[name].ByteLength / sizeof(float))).ToArray().Sum(value => (double)value);
    }
}
