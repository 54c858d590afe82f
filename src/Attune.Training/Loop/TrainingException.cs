namespace Attune.Training;

/// <summary>Training cannot go on: the message says at which step, what was seen and what to try. Nothing of that step was kept.</summary>
public sealed class TrainingException(string message) : Exception(message);
