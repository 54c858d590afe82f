using Attune.Inference;
using Attune.Models;
using Attune.Tokenizers;

namespace Attune.Cli.Runs;

/// <summary>A model that translates, of a run or a folder.</summary>
internal static class LoadedTranslator
{
    /// <summary>Loads a model and its tokenizer.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="tokenizer">Its tokenizer; null for the one in the folder.</param>
    /// <exception cref="Formats.InvalidFileException">Something in it is wrong.</exception>
    /// <exception cref="FileNotFoundException">There is no such thing.</exception>
    /// <exception cref="ArgumentException">The model does not translate.</exception>
    public static Translator Load(string path, string? tokenizer) => new(ModelFolder.Load(path), Tokenizer.Load(tokenizer ?? path));
}
