using System.Text.Json;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

/// <summary>Sequences of a golden file, one after the other.</summary>
internal sealed class GoldenBatch(params IReadOnlyList<JsonElement> sequences)
{
    public Tensor Ids(string name) => Tensor.I32([.. sequences.SelectMany(sequence => GoldenModel.Integers(sequence.GetProperty(name)))]);

    public Segments Segments(string name) => Nn.Segments.Of([.. sequences.Select(sequence => sequence.GetProperty(name).GetArrayLength())]);

    public double[] Numbers(string name) => [.. sequences.SelectMany(sequence => GoldenModel.Doubles(sequence.GetProperty(name)))];
}
