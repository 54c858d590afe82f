using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models;

/// <summary>
/// A model of sequences of tokens: tokens in, the probability of each next token out, of a text alone (<see cref="LanguageModel"/>) or of a text that stands for another
/// one (<see cref="EncoderDecoder"/>). One class trains, evaluates and serves.
/// </summary>
/// <param name="w">The root of its checkpoint.</param>
public abstract class SequenceModel(Weights w) : Module(w)
{
    /// <summary>Its sizes, as config.json has them.</summary>
    public abstract ModelConfig Config { get; }

    /// <summary>V, the number of token ids.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>Positions it was made for: no sequence may be longer.</summary>
    public abstract int ContextLength { get; }

    /// <summary>The sizes of what predicts tokens, for counting of operations and bytes.</summary>
    public abstract ModelSizes Sizes { get; }

    /// <summary>The vocabulary projection [V, C].</summary>
    public abstract Tensor OutputWeight { get; }

    /// <summary>The rows behind the last norm.</summary>
    /// <param name="ids">[N], i32.</param>
    /// <param name="pass">Segments, caches, sources, drop-out.</param>
    /// <returns>[N, C].</returns>
    /// <exception cref="ArgumentException">An id outside of the vocabulary, or a sequence longer than the context.</exception>
    public Tensor Hidden(Tensor ids, Pass pass)
    {
        CheckLengths(pass.Segments);
        var hidden = Forward(ids, pass);
        for (int s = 0; s < (pass.Caches?.Count ?? 0); s++)
            pass.Caches![s].Advance(pass.Segments.Lengths[s]);
        return hidden;
    }

    /// <summary>A place for the keys and values of any number of sequences, which are best decoded together.</summary>
    public KeyValuePool NewPool() => new(Sizes.Layers, Sizes.KeyHeads, Sizes.HeadDim);

    /// <summary>An empty cache for one sequence, in a pool of its own.</summary>
    /// <param name="capacity">Positions it may have; the context when left out. It takes memory as they come.</param>
    public KeyValueCache NewCache(int? capacity = null) => NewPool().NewCache(Math.Min(capacity ?? ContextLength, ContextLength));

    /// <summary>The logits of the token after each row.</summary>
    /// <param name="hidden">[n, C]: all rows of <see cref="Hidden"/>, or those that are wanted.</param>
    /// <returns>[n, V].</returns>
    public Tensor Logits(Tensor hidden) => hidden.Linear(OutputWeight);

    /// <summary>The cross-entropy of the token after each row, in nats.</summary>
    /// <param name="ids">[N], i32.</param>
    /// <param name="labels">[N], i32: the tokens that follow; -100 where there is none to be predicted.</param>
    /// <param name="pass">Segments, sources, drop-out.</param>
    /// <param name="labelSmoothing">From 0 to 1.</param>
    /// <returns>[N]: 0 where the label is -100.</returns>
    public Tensor Loss(Tensor ids, Tensor labels, Pass pass, double labelSmoothing = 0)
    {
        var hidden = Hidden(ids, pass);
        var type = pass.FactorType(hidden);
        return hidden.Cast(type).LinearCrossEntropy(OutputWeight.CastFactor(type), labels, labelSmoothing);
    }

    /// <summary>[N] -> [N, C]: embeddings, blocks and the last norm.</summary>
    protected abstract Tensor Forward(Tensor ids, Pass pass);

    private protected void CheckLengths(Segments segments)
    {
        for (int s = 0; s < segments.Count; s++)
        {
            int length = segments.Past[s] + segments.Lengths[s];
            if (length > ContextLength)
                throw new ArgumentException($"expected sequences of at most {ContextLength} tokens (the model's context), got {length}");
        }
    }
}

/// <summary>What a stack of blocks is made of.</summary>
/// <param name="Layers">Blocks.</param>
/// <param name="Channels">C, the width of the residual stream.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyHeads">Heads of keys and values.</param>
/// <param name="HeadDim">Elements of a head.</param>
/// <param name="Inner">Width of the feed-forward layers.</param>
public sealed record ModelSizes(int Layers, int Channels, int Heads, int KeyHeads, int HeadDim, int Inner);
