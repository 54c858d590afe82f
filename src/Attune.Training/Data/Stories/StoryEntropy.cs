namespace Attune.Training;

/// <summary>The entropy of stories, as the mean of their exact negative log-probabilities.</summary>
/// <param name="Stories">How many stories.</param>
/// <param name="NatsPerStory">The mean.</param>
/// <param name="StandardError">The standard error of the mean.</param>
/// <param name="Characters">The characters of all these stories together, without separators.</param>
/// <param name="Words">The words of all these stories together.</param>
public sealed record StoryEntropy(int Stories, double NatsPerStory, double StandardError, long Characters, long Words)
{
    /// <summary>Bits per word.</summary>
    public double BitsPerWord => NatsPerStory * Stories / Words / Math.Log(2);

    /// <summary>Nats per token, given how many tokens the stories make, the end marks included: what a model's loss is to be compared with.</summary>
    public double NatsPerToken(long tokens) => NatsPerStory * Stories / tokens;
}
