using Attune.Tensors;

namespace Attune.Nn;

/// <summary>A tensor that training changes, and what checkpoints call it.</summary>
public sealed class Parameter
{
    internal Parameter(string name, Tensor value, bool decays, bool isTransposed)
    {
        Name = name;
        Value = value;
        Decays = decays;
        IsTransposed = isTransposed;
    }

    /// <summary>The full name in a checkpoint, such as <c>transformer.h.0.attn.c_attn.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The numbers; they live as long as the parameter.</summary>
    public Tensor Value { get; }

    /// <summary>True where weight decay belongs: factors of matrix products and embeddings, not biases and gains of norms.</summary>
    public bool Decays { get; }

    /// <summary>True when checkpoints store the matrix as [in, out], while <see cref="Value"/> is [out, in].</summary>
    public bool IsTransposed { get; }

    /// <summary>The sizes of the tensor in a checkpoint.</summary>
    public Shape StoredShape => IsTransposed ? [Value.Shape[1], Value.Shape[0]] : Value.Shape;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Value.Shape}";
}
