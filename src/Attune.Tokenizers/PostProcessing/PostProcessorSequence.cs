namespace Attune.Tokenizers;

/// <summary>Post-processors one after the other, of which one at most adds tokens.</summary>
public sealed class PostProcessorSequence : PostProcessor
{
    // What arranges the sequences: the one that adds tokens, or failing that any, for they all arrange them alike.
    private readonly PostProcessor _arranges;

    /// <summary>A sequence of these, in order.</summary>
    /// <exception cref="ArgumentException">Two of them add tokens: what the second would do to the first one's is not defined.</exception>
    public PostProcessorSequence(IReadOnlyList<PostProcessor> processors)
    {
        ArgumentNullException.ThrowIfNull(processors);
        Processors = [.. processors];
        var adding = Processors.Where(Arranges).ToArray();
        if (adding.Length > 1)
            throw new ArgumentException($"expected at most one post-processor that adds tokens, found {adding.Length}", nameof(processors));
        _arranges = adding.Length == 1 ? adding[0] : new ByteLevelProcessor(trimOffsets: false);
    }

    /// <summary>The post-processors, in order.</summary>
    public IReadOnlyList<PostProcessor> Processors { get; }

    internal override bool TrimsOffsets => Processors.Any(processor => processor.TrimsOffsets);

    internal override ReadOnlySpan<TemplatePart> Template(bool pair) => _arranges.Template(pair);

    private static bool Arranges(PostProcessor processor) =>
        processor is PostProcessorSequence sequence ? sequence.Processors.Any(Arranges) : processor is not ByteLevelProcessor;
}
