using Attune.Tensors;

namespace Attune.Nn;

/// <summary>Named tensors that a model can be made from: a safetensors file, a GGUF file, a checkpoint in memory.</summary>
public interface IWeightSource
{
    /// <summary>What errors call it: the file, as the caller named it.</summary>
    string Name { get; }

    /// <summary>All names in it.</summary>
    IReadOnlyCollection<string> TensorNames { get; }

    /// <summary>The sizes of one tensor, the last contiguous.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    long[] ShapeOf(string name);

    /// <summary>Reads one tensor as floats.</summary>
    /// <param name="name">One of <see cref="TensorNames"/>.</param>
    /// <param name="target">f32 and without gaps, of exactly the sizes of the tensor.</param>
    /// <exception cref="Formats.InvalidFileException">Its type cannot be read as floats.</exception>
    void Read(string name, Tensor target);
}
