namespace Attune.Inference;

/// <summary>One of several sequences that are generated together.</summary>
/// <param name="Prompt">Ids of the tokens to continue; at least one.</param>
/// <param name="Options">How.</param>
public sealed record GenerationRequest(IReadOnlyList<int> Prompt, GenerationOptions Options);
