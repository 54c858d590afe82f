namespace Attune.Training;

/// <summary>What a grammar says about a story.</summary>
/// <param name="Derivations">In how many ways the grammar produces the text: 1, or 0 if it does not.</param>
/// <param name="NegativeLogProbability">In nats; infinite for a text that the grammar does not produce.</param>
/// <param name="FailedSentence">The number, from 0, of the first sentence that cannot follow the ones before it; -1 if there is none.</param>
/// <param name="Reason">Where it fails and what could have stood there; empty if it does not fail.</param>
public sealed record StoryParse(int Derivations, double NegativeLogProbability, int FailedSentence, string Reason)
{
    /// <summary>Whether the grammar produces the text.</summary>
    public bool IsStory => Derivations > 0;
}
