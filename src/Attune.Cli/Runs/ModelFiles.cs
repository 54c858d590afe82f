using Attune.Formats;
using Attune.Inference;
using Attune.Models;
using Attune.Tokenizers;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>What verbs take as a model: the folder of a run or of Hugging Face, or a file of llama2.c.</summary>
internal static class ModelFiles
{
    /// <summary>Loads a model and its tokenizer.</summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="tokenizer">Its tokenizer; null for the one in the folder.</param>
    /// <exception cref="InvalidFileException">Something in it is wrong.</exception>
    /// <exception cref="FileNotFoundException">There is no such thing.</exception>
    public static TextGenerator Load(string path, string? tokenizer)
    {
        var model = ModelFolder.Load(path);
        if (tokenizer is null && !Directory.Exists(path))
            throw new ArgumentException($"--tokenizer: expected the tokenizer of {path}, found none");
        return new TextGenerator(model, Tokenizer.Load(tokenizer ?? Path.Combine(path, "tokenizer.json")));
    }

    /// <summary>
    /// The tokens of a prompt. A model of ours learned that texts begin behind the end of another, so its prompts do as well; so does an empty prompt of any model.
    /// </summary>
    /// <exception cref="ArgumentException">An empty prompt where no token begins a text.</exception>
    public static GenerationRequest Request(TextGenerator generator, string path, string prompt, GenerationOptions options)
    {
        var request = generator.RequestFor(prompt, options);
        bool isOurs = new RunFolder(path).Exists;
        if (request.Prompt.Count > 0 && !isOurs)
            return request;
        int[] stops = EndOfText.StopsOf(generator.Tokenizer);
        int? start = stops is [var end, ..] ? end : generator.Tokenizer.IdOf("\n");
        if (start is null && request.Prompt.Count == 0)
            throw new ArgumentException("PROMPT: expected a text, found an empty one, and the tokenizer has no token that begins a text");
        return start is int id && (request.Prompt.Count == 0 || stops.Length > 0)
            ? request with { Prompt = [id, .. request.Prompt] }
            : request;
    }
}
