using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>The text of generated tokens, piece by piece, without stop strings.</summary>
internal sealed class TextPieces
{
    private readonly Tokenizer _tokenizer;
    private readonly StreamingDecoder _decoder;
    private readonly StopStrings _stops;

    /// <param name="tokenizer">What the tokens mean.</param>
    /// <param name="prompt">The tokens before: what a token is as text can depend on them, such as a space that the first word of a text lacks.</param>
    /// <param name="stopStrings">Texts that end the text.</param>
    public TextPieces(Tokenizer tokenizer, IReadOnlyList<int> prompt, IReadOnlyList<string> stopStrings)
    {
        _tokenizer = tokenizer;
        _decoder = tokenizer.CreateStreamingDecoder(skipSpecialTokens: true);
        _stops = new(stopStrings);
        foreach (int id in prompt)
            Decode(id);
    }

    /// <summary>Gives a token the text that is certain with it.</summary>
    /// <param name="token">The next token.</param>
    /// <param name="finish">Why it is the last one, if it is; a stop string that it completes comes before other reasons.</param>
    public GeneratedToken Take(GeneratedToken token, FinishReason? finish)
    {
        bool isStopped = false;
        string text = finish is FinishReason.StopToken ? "" : _stops.Add(Decode(token.Id), out isStopped);
        if (finish is not null && !isStopped)
            text += _stops.Add(_decoder.Flush(), out isStopped) + _stops.Flush();
        return token with { Text = text, Finish = isStopped ? FinishReason.StopString : finish };
    }

    // A model may have more ids than its tokenizer has tokens, to make sizes round: they stand for nothing.
    private string Decode(int id) => _tokenizer.TokenOf(id) is null ? "" : _decoder.Add(id);
}
