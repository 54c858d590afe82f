using System.Globalization;
using Attune.Inference;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>Lets a model that learned the embedded stories tell some, and asks the grammar they came from whether each sentence is one of its own.</summary>
internal static class StoryCheck
{
    /// <summary>Tells stories one after the other, none selected, and says which sentences the grammar knows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stories">How many.</param>
    /// <param name="options">How they are drawn; each story is another sequence of the same seed.</param>
    /// <param name="output">Where stories and verdict go; null for the verdict alone.</param>
    /// <param name="cancellation">Ends it.</param>
    public static StoryVerdict Run(
        LoadedModel model, int stories, GenerationOptions options, TextWriter? output = null, CancellationToken cancellation = default)
    {
        GenerationRequest[] requests =
        [
            .. Enumerable.Range(0, stories).Select(i => model.Request("", options with { Sequence = i, MaxNewTokens = model.Generator.Model.ContextLength })),
        ];
        int sentences = 0, known = 0, whole = 0;
        foreach (var result in model.Generator.Generate(requests, cancellation))
        {
            string text = result.Text.Trim();
            // What the context cut off is no sentence of the model's.
            IReadOnlyList<string> all = StoryGrammar.SplitSentences(text);
            bool isCut = result.Finish != FinishReason.StopToken;
            string[] told = [.. isCut ? all.SkipLast(1) : all];
            var wrong = told.Where(sentence => !StoryGrammar.Default.ParseSentence(sentence)).ToArray();
            sentences += told.Length;
            known += told.Length - wrong.Length;
            if (!isCut && StoryGrammar.Default.Parse(text).IsStory)
                whole++;
            output?.WriteLine(text);
            foreach (string sentence in wrong)
                output?.WriteLine($"  not of the grammar: {sentence}");
            output?.WriteLine();
        }

        return new StoryVerdict(stories, whole, sentences, known);
    }
}

/// <summary>How many of the sentences of a model are those of the grammar.</summary>
/// <param name="Stories">Stories told.</param>
/// <param name="Whole">Stories that are whole ones of the grammar, from the first sentence to the last.</param>
/// <param name="Sentences">Sentences of all of them.</param>
/// <param name="Known">Sentences of the grammar.</param>
internal readonly record struct StoryVerdict(int Stories, int Whole, int Sentences, int Known)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Known} of {Sentences} sentences of {Stories} stories are sentences of the grammar ({100.0 * Known / Math.Max(1, Sentences):0.0} %), {Whole} of {Stories} stories are coherent from beginning to end");
}
