namespace Attune.Tokenizers;

/// <summary>The workspace of models that need none.</summary>
internal sealed class NoWorkspace : ModelWorkspace
{
    public static readonly NoWorkspace Instance = new();

    private NoWorkspace()
    {
    }
}
