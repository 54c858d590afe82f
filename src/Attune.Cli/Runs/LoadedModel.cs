using Attune.Formats;
using Attune.Inference;
using Attune.Models;
using Attune.Tokenizers;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>What verbs take as a model: the folder of a run or of Hugging Face, or a file of llama2.c.</summary>
/// <param name="Path">Folder or file.</param>
/// <param name="Generator">Model and tokenizer.</param>
/// <param name="Tokens">Those that begin and end its texts.</param>
internal sealed record LoadedModel(string Path, TextGenerator Generator, SpecialTokens Tokens)
{
    /// <summary>Loads a model and its tokenizer.</summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="tokenizer">Its tokenizer; null for the one in the folder.</param>
    /// <param name="loaded">The model, where it is in memory already.</param>
    /// <exception cref="InvalidFileException">Something in it is wrong.</exception>
    /// <exception cref="FileNotFoundException">There is no such thing.</exception>
    public static LoadedModel Load(string path, string? tokenizer, SequenceModel? loaded = null)
    {
        var model = loaded ?? ModelFolder.Load(path);
        if (tokenizer is null && !Directory.Exists(path))
            throw new ArgumentException($"--tokenizer: expected the tokenizer of {path}, found none");
        return Of(path, new TextGenerator(model, Tokenizer.Load(tokenizer ?? path)));
    }

    /// <summary>A model of a folder or file that is in memory already.</summary>
    public static LoadedModel Of(string path, TextGenerator generator) => new(path, generator, SpecialTokens.Of(path, generator.Tokenizer));

    /// <summary>How its messages become text; null where its folder does not say.</summary>
    /// <exception cref="InvalidFileException">The template breaks the rules of its language.</exception>
    public ChatTemplate? Template => Directory.Exists(Path) ? ChatTemplate.Load(Path) : null;

    /// <summary>
    /// The tokens before a prompt. A model of ours learned that texts begin behind the end of another, so its prompts do as well; so does an empty prompt of any model.
    /// </summary>
    /// <exception cref="ArgumentException">An empty prompt where no token begins a text.</exception>
    public int[] Start(string prompt)
    {
        bool isEmpty = Generator.Tokenizer.EncodeToIds(prompt).Length == 0;
        if (Tokens.Ends is [var end, ..])
            return isEmpty || new RunFolder(Path).Exists ? [end] : [];
        if (!isEmpty)
            return [];
        int line = Generator.Tokenizer.IdOf("\n")
            ?? throw new ArgumentException("PROMPT: expected a text, found an empty one, and the tokenizer has no token that begins a text");
        return [line];
    }

    /// <summary>A prompt with what goes before it.</summary>
    /// <exception cref="ArgumentException">An empty prompt where no token begins a text.</exception>
    public GenerationRequest Request(string prompt, GenerationOptions options)
    {
        var request = Generator.RequestFor(prompt, options);
        return request with { Prompt = [.. Start(prompt), .. request.Prompt] };
    }
}
