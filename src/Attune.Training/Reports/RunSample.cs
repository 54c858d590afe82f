namespace Attune.Training;

/// <summary>What the model wrote at some step of its training.</summary>
/// <param name="Step">The step.</param>
/// <param name="Prompt">What it was given; may be empty.</param>
/// <param name="Text">What it wrote after it.</param>
public sealed record RunSample(long Step, string Prompt, string Text);
