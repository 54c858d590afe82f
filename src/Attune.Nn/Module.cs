namespace Attune.Nn;

/// <summary>
/// A part of a model that has parameters: it takes them from a place in a checkpoint (<see cref="Weights"/>) and computes with them. A model is a
/// module made of modules; its file says all there is to know about it.
/// </summary>
/// <remarks>Any number of threads may compute with a module at a time while nobody changes its parameters.</remarks>
/// <param name="w">The place in the checkpoint.</param>
public abstract class Module(Weights w)
{
    /// <summary>Where it is within the model, such as <c>transformer.h.0.attn</c>; empty for a model itself.</summary>
    public string Path => w.Path;

    /// <summary>All parameters below, in the order they were made.</summary>
    public IReadOnlyList<Parameter> Parameters => w.Parameters;

    /// <summary>Number of elements of all parameters below, each counted once.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Value.ElementCount);
}
