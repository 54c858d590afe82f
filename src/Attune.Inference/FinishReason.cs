namespace Attune.Inference;

/// <summary>Why generation ended.</summary>
public enum FinishReason
{
    /// <summary>One of <see cref="GenerationOptions.StopTokens"/> was generated; it is the last token.</summary>
    StopToken,

    /// <summary>The text reached one of <see cref="GenerationOptions.StopStrings"/>.</summary>
    StopString,

    /// <summary>There are <see cref="GenerationOptions.MaxNewTokens"/> tokens.</summary>
    Length,

    /// <summary>The model's context is full: nothing can follow the last token.</summary>
    Context,
}
