using System.Buffers.Binary;
using System.Text;

namespace Attune.Formats.Tests;

/// <summary>Small valid files of weights, and the means to make others.</summary>
internal static class ModelSamples
{
    /// <summary>Every small file by a name whose extension says what it is.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All() =>
    [
        ("model.safetensors", Safetensors()),
        ("model.safetensors.index.json", Encoding.UTF8.GetBytes(Index)),
        ("model.llama2c", Llama2c()),
        ("unshared.llama2c", Llama2c(layers: 1, sharedClassifier: false)),
    ];

    /// <summary>Two of three tensors in one file, the third in another.</summary>
    public const string Index = """
        {
          "metadata": {"total_size": 36},
          "weight_map": {
            "a": "model-00001-of-00002.safetensors",
            "b": "model-00002-of-00002.safetensors",
            "c": "model-00001-of-00002.safetensors"
          }
        }
        """;

    /// <summary>A matrix, a scalar, an empty tensor, bytes, and elements narrower than a byte.</summary>
    public static byte[] Safetensors() => Safetensors(
        """
        {"__metadata__":{"format":"pt"},"model.w":{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]},"scalar":{"dtype":"I64","shape":[],"data_offsets":[0,8]},
        "empty":{"dtype":"BF16","shape":[0,7],"data_offsets":[32,32]},"mask":{"dtype":"BOOL","shape":[3],"data_offsets":[32,35]},"tiny":{"dtype":"F4","shape":[4],"data_offsets":[35,37]}}
        """,
        [1, 0, 0, 0, 0, 0, 0, 0, .. Floats(1, 2, 3, 4, 5, 6), 1, 0, 1, 0x21, 0x43]);

    public static byte[] Safetensors(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    public static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>Two layers of width 4 with two heads and one of keys; every float is its own number, counted from zero.</summary>
    public static byte[] Llama2c(int layers = 2, bool sharedClassifier = true)
    {
        const int Width = 4, Hidden = 3, Heads = 2, KeyHeads = 1, Tokens = 5, Positions = 6;
        const int KeyWidth = Width / Heads * KeyHeads;
        int floats = (Tokens * Width * (sharedClassifier ? 1 : 2)) + Width + (Positions * Width / Heads)
            + (layers * ((2 * Width) + (2 * Width * Width) + (2 * KeyWidth * Width) + (3 * Hidden * Width)));
        int[] numbers = [Width, Hidden, layers, Heads, KeyHeads, sharedClassifier ? Tokens : -Tokens, Positions];
        return [.. numbers.SelectMany(BitConverter.GetBytes), .. Floats([.. Enumerable.Range(0, floats).Select(i => (float)i)])];
    }
}
