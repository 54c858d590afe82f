namespace Attune.Formats;

/// <summary>
/// A model of llama2.c in its first format ("version 0", <c>run.c</c>'s <c>.bin</c>): seven numbers, then all weights as 32-bit floats.
/// The numbers are checked and must give the file's length exactly; the weights stay in the file, which is mapped, and are read when
/// asked for. Thread-safe, but for disposal.
/// Format: <c>run.c</c> and <c>export.py</c> of https://github.com/karpathy/llama2.c.
/// </summary>
/// <remarks>
/// The names of tensors are those that Hugging Face gives them in Llama, but the rows of <c>q_proj</c> and <c>k_proj</c> are in the order
/// of the original Llama: the two numbers that a rotary embedding turns together are neighbours, 2i and 2i + 1 of a head, where Hugging
/// Face's files have them half a head apart. Normalization adds 1e-5; the embedding's base is 10000, whose tables, which the file
/// carries too, are passed over as <c>run.c</c> does.
/// </remarks>
public sealed class Llama2cModel : IDisposable
{
    private const int HeaderBytes = 7 * sizeof(int);
    private const uint VersionedMagic = 0x616B3432;

    // Far more than any model has; keeps the directory of a huge file of tiny layers small.
    private const int MaxLayers = 10_000;

    private static readonly string[] s_keys = ["dim", "hidden_dim", "n_layers", "n_heads", "n_kv_heads", "vocab_size", "seq_len"];

    private readonly FileBytes _bytes;
    private readonly OrderedDictionary<string, StoredTensor> _tensors = [];

    private Llama2cModel(FileBytes bytes)
    {
        _bytes = bytes;
        var reader = new ByteReader(bytes.Name, bytes.Start());
        int[] numbers = new int[s_keys.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = reader.ReadInt32(s_keys[i]);
            if (i == 0 && (uint)numbers[0] == VersionedMagic)
                throw reader.Error(null, 0, "a model of version 0, without a magic number", "a later version of the format");
        }

        SharedClassifier = numbers[5] > 0;
        numbers[5] = numbers[5] == int.MinValue ? 0 : Math.Abs(numbers[5]);
        (Width, HiddenWidth, Layers, Heads, KeyValueHeads, VocabularySize, ContextLength) =
            (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
        CheckNumbers(numbers);
        Place();
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Name => _bytes.Name;

    /// <summary>The width of the model, <c>dim</c>: a multiple of twice <see cref="Heads"/>.</summary>
    public int Width { get; }

    /// <summary>The width inside of a feed-forward block, <c>hidden_dim</c>.</summary>
    public int HiddenWidth { get; }

    /// <summary>The number of layers, <c>n_layers</c>.</summary>
    public int Layers { get; }

    /// <summary>The number of query heads, <c>n_heads</c>.</summary>
    public int Heads { get; }

    /// <summary>The number of heads of keys and values, <c>n_kv_heads</c>: a divisor of <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; }

    /// <summary>The number of tokens, <c>vocab_size</c> without its sign.</summary>
    public int VocabularySize { get; }

    /// <summary>Whether the output uses the embedding's weights, so that there is no <c>lm_head.weight</c>: the sign of <c>vocab_size</c>.</summary>
    public bool SharedClassifier { get; }

    /// <summary>The longest sequence that the model was trained on, <c>seq_len</c>.</summary>
    public int ContextLength { get; }

    /// <summary>The weights by the names of Hugging Face's Llama, all F32, in the order of the file: <c>model.layers.0.self_attn.q_proj.weight</c> and so on.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => _tensors;

    /// <summary>Maps a file.</summary>
    /// <exception cref="InvalidFileException">It breaks the format, or is of another version.</exception>
    /// <exception cref="IOException">It cannot be read; see <see cref="MappedFile.Open"/>.</exception>
    public static Llama2cModel Open(string path)
    {
        var bytes = FileBytes.Open(path);
        try
        {
            return new Llama2cModel(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is already in memory; <paramref name="bytes"/> must not change as long as the result is used.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="InvalidFileException">It breaks the format, or is of another version.</exception>
    public static Llama2cModel Read(string name, ReadOnlyMemory<byte> bytes) => new(FileBytes.Of(name, bytes));

    /// <summary>Ends the mapping: no tensor may be read after this.</summary>
    public void Dispose() => _bytes.Dispose();

    private void CheckNumbers(int[] numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] <= 0)
                throw Error(i, i == 5 ? "a number other than 0" : "a positive number", $"{numbers[i]}");
        }

        if (Layers > MaxLayers)
            throw Error(2, $"at most {MaxLayers} layers", $"{Layers}");
        if (Width % Heads != 0 || Width / Heads % 2 != 0)
            throw Error(0, $"a multiple of twice n_heads, {Heads}, so that each head has pairs to rotate", $"{Width}");
        if (Heads % KeyValueHeads != 0)
            throw Error(4, $"a divisor of n_heads, {Heads}", $"{KeyValueHeads}");
    }

    private void Place()
    {
        // Twice over the same layout: first its length, so that nothing is made for a file that is shorter.
        Int128 expected = Layout(keep: false);
        if (expected != _bytes.Length)
        {
            string numbers = $"{Layers} layers of {Width} and {HiddenWidth}, {VocabularySize} tokens, {ContextLength} positions";
            throw new InvalidFileException(Name, null, null, $"{expected} bytes for {numbers}", $"{_bytes.Length}");
        }

        Layout(keep: true);
    }

    /// <summary>Goes through the tensors in the order of the file and gives the offset behind the last.</summary>
    private Int128 Layout(bool keep)
    {
        Int128 offset = HeaderBytes;
        int keyWidth = Width / Heads * KeyValueHeads;
        Tensor("model.embed_tokens.weight", VocabularySize, Width);
        Stack("input_layernorm", Width);
        Stack("self_attn.q_proj", Width, Width);
        Stack("self_attn.k_proj", keyWidth, Width);
        Stack("self_attn.v_proj", keyWidth, Width);
        Stack("self_attn.o_proj", Width, Width);
        Stack("post_attention_layernorm", Width);
        Stack("mlp.gate_proj", HiddenWidth, Width); // w1
        Stack("mlp.down_proj", Width, HiddenWidth); // w2
        Stack("mlp.up_proj", HiddenWidth, Width); // w3
        Tensor("model.norm.weight", Width);
        offset += (Int128)ContextLength * (Width / Heads) * sizeof(float); // cosines and sines, each of half a head
        if (!SharedClassifier)
            Tensor("lm_head.weight", VocabularySize, Width);
        return offset;

        void Stack(string name, params ReadOnlySpan<long> shape)
        {
            for (int layer = 0; layer < Layers; layer++)
                Tensor(keep ? $"model.layers.{layer}.{name}.weight" : name, shape);
        }

        void Tensor(string name, params ReadOnlySpan<long> shape)
        {
            Int128 length = sizeof(float);
            foreach (long dimension in shape)
                length *= dimension;
            if (keep)
                _tensors.Add(name, new StoredTensor(_bytes, name, StoredType.F32, shape.ToArray(), (long)offset, (long)length));
            offset += length;
        }
    }

    private InvalidFileException Error(int number, string expected, string found) => new(Name, s_keys[number], number * sizeof(int), expected, found);
}
