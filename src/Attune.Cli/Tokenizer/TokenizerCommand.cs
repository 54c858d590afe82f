using System.CommandLine;

namespace Attune.Cli.Tokenizers;

/// <summary><c>attune tokenizer</c>: trains tokenizers, and shows what they make of a text.</summary>
internal static class TokenizerCommand
{
    public static Command Create() => new("tokenizer", "Train tokenizers, use them, and see what they make of a text.")
    {
        TrainCommand.Create(),
        EncodeCommand.Create(),
        DecodeCommand.Create(),
        ShowCommand.Create(),
        CompareCommand.Create(),
    };

    /// <summary>The argument that every verb but <c>train</c> begins with.</summary>
    public static Argument<string> TokenizerArgument() => new("TOKENIZER")
    {
        Description = "tokenizer.json, .tiktoken, SentencePiece .model, GGUF, vocab.bpe, vocab.txt, or a folder with one of these.",
    };

    /// <summary>The option of the verbs that take a text.</summary>
    public static Option<string?> FileOption() => new("--file") { Description = "Read the text from this file (UTF-8)." };
}
