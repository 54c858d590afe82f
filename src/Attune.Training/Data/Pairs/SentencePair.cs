namespace Attune.Training;

/// <summary>A sentence and its translation.</summary>
public sealed record SentencePair(string Source, string Target);
