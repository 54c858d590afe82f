namespace Attune.Tensors;

/// <summary>
/// The gradient of one operation: a struct that holds what the operation read and is needed again. See CONTRIBUTING.md.
/// </summary>
public interface IGradient
{
    /// <summary>Adds to <paramref name="gradients"/> what each input gets.</summary>
    /// <param name="outputGradient">The gradient of the (first) output, of its shape; must not be changed.</param>
    /// <param name="gradients">Where the gradients of the inputs go.</param>
    void Backward(Tensor outputGradient, Gradients gradients);
}
