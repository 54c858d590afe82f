namespace Attune.Tokenizers.Tests;

/// <summary>A test that needs a file or folder of the shared data, and is reported as skipped, with its path, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(params string[] paths)
    {
        string[] missing = [.. paths.Where(path => SharedData.Locate(path) is null)];
        if (missing.Length > 0)
            Skip = "needs shared/data/" + string.Join(", ", missing);
    }
}
