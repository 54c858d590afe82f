namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Rows of a table by index.</summary>
    /// <param name="table">[V, C].</param>
    /// <param name="indices">[..], i32, from 0 to V - 1.</param>
    /// <returns>[.., C].</returns>
    /// <exception cref="ArgumentException">Other types, no table, or an index that is no row of it.</exception>
    public static Tensor Embedding(this Tensor table, Tensor indices)
    {
        var state = Expect.Real("embedding", table);
        var places = Expect.Type("embedding", indices, DType.I32);
        Expect.SameDevice("embedding", state, places);
        if (state.Shape.Rank != 2)
            throw new ArgumentException($"embedding: expected a table of two axes, got {state.Shape}");
        var shape = places.Shape.Inserted(-1, state.Shape[1], "embedding");
        var y = Tensor.New(shape, state.Type, state.Device, "embedding"); // [..] -> [.., C]
        var rows = Packed(indices);
        state.Device.Embedding(Packed(table), rows, y);
        return Tape.Needs(table) ? Tape.Record(y, new EmbeddingGradient(table, rows)) : y;
    }
}

internal readonly struct EmbeddingGradient(Tensor table, Tensor indices) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) =>
        table.Device.EmbeddingBackward(Operations.Packed(dy), indices, gradients.TargetToAddTo(table));
}
