using Attune.Nn;

namespace Attune.Models;

/// <summary>A causal language model: it continues a text.</summary>
/// <param name="w">The root of its checkpoint.</param>
public abstract class LanguageModel(Weights w) : SequenceModel(w);
