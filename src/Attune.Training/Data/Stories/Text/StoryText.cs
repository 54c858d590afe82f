namespace Attune.Training;

/// <summary>The words and templates of the embedded stories, written for this project, in the notation of <see cref="GrammarReader"/>.</summary>
internal static partial class StoryText
{
    public static string All => string.Join('\n', People, Things, World, Deeds, Frame, Tales, Plots, MorePlots);
}
