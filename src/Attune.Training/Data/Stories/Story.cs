namespace Attune.Training;

/// <summary>A story and how likely it was.</summary>
/// <param name="Text">Plain prose, one paragraph without an end mark.</param>
/// <param name="NegativeLogProbability">-log of the probability that the grammar gives the text, in nats: the fewest that any model can need on average.</param>
public sealed record Story(string Text, double NegativeLogProbability);
