namespace Attune.Nn;

/// <summary>How a file that was not written for a model names and lays out the model's tensors.</summary>
/// <param name="Rename">The file's name for a name of the model.</param>
/// <param name="StoresTransposed">Says for a name of the model whether the file has the matrix as [in, out]; null for what the model's layers say.</param>
/// <param name="Ignores">Names of the file that the model does not need, such as buffers of masks.</param>
public sealed record WeightMap(
    Func<string, string>? Rename = null, Func<string, bool>? StoresTransposed = null, Func<string, bool>? Ignores = null);
