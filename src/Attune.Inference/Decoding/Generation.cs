using System.Runtime.InteropServices;
using Attune.Nn;
using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>One sequence that is being generated.</summary>
internal sealed class Generation : CachedSequence
{
    private readonly GenerationOptions _options;
    private readonly Sampler _sampler;
    private readonly TextPieces _text;
    private readonly List<GeneratedToken> _tokens = [];
    private readonly int _promptTokens;
    private readonly int _contextLength;

    /// <param name="tokenizer">What the tokens mean.</param>
    /// <param name="request">Checked.</param>
    /// <param name="ids">Empty; receives all tokens of the sequence.</param>
    /// <param name="cache">Holds the first tokens of the prompt, not all of them.</param>
    /// <param name="contextLength">The model's.</param>
    public Generation(Tokenizer tokenizer, GenerationRequest request, List<int> ids, KeyValueCache cache, int contextLength)
        : base(ids, cache)
    {
        ids.AddRange(request.Prompt);
        _options = request.Options;
        _sampler = new(_options);
        _text = new(tokenizer, request.Prompt, _options.StopStrings);
        (_promptTokens, _contextLength) = (request.Prompt.Count, contextLength);
    }

    public bool IsFinished { get; private set; }

    /// <summary>The text, once it is finished.</summary>
    public GenerationResult Result => GenerationResult.Of(_tokens, _promptTokens, _options.LengthPenalty);

    /// <summary>Chooses the next token.</summary>
    /// <param name="logits">[V].</param>
    public GeneratedToken Take(ReadOnlySpan<float> logits)
    {
        int id = _sampler.Sample(logits, CollectionsMarshal.AsSpan(Ids), position: Ids.Count);
        float normalizer = LogProbabilities.Normalizer(logits);
        var alternatives = LogProbabilities.Top(logits, normalizer, _options.Alternatives);
        Ids.Add(id);

        FinishReason? finish =
            _options.StopTokens.Contains(id) ? FinishReason.StopToken
            : Ids.Count - _promptTokens == _options.MaxNewTokens ? FinishReason.Length
            : Ids.Count > _contextLength ? FinishReason.Context
            : null;
        _tokens.Add(_text.Take(new(id, "", logits[id] - normalizer, alternatives, null), finish));
        IsFinished = _tokens[^1].Finish is not null;
        return _tokens[^1];
    }
}
