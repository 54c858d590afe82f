namespace Attune.Tokenizers.Tests;

/// <summary>Encodes a text as one piece, or as its words, with a model alone.</summary>
internal static class WholeText
{
    public static (int[] Ids, Piece[] Ranges) Encode(TokenModel model, ReadOnlySpan<byte> text, params Piece[] pieces)
    {
        var tokens = new TokenBuffer();
        model.Encode(text, pieces.Length > 0 ? pieces : [new Piece(0, text.Length)], model.CreateWorkspace(), tokens);
        return (tokens.Ids.ToArray(), tokens.Ranges.ToArray());
    }

    public static int[] Ids(TokenModel model, string text) => Encode(model, System.Text.Encoding.UTF8.GetBytes(text)).Ids;

    /// <summary>The tokens' strings with a bar between two.</summary>
    public static string Tokens(TokenModel model, string text) => string.Join('|', Ids(model, text).Select(model.Vocabulary.TokenOf));
}
