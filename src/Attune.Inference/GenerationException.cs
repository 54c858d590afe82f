namespace Attune.Inference;

/// <summary>A text that cannot go on: it fills the model's context, or what the model computes is not finite. The message says which.</summary>
public sealed class GenerationException : InvalidOperationException
{
    internal GenerationException(string message)
        : base(message)
    {
    }
}
