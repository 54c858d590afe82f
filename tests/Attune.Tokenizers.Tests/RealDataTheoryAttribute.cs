namespace Attune.Tokenizers.Tests;

/// <summary>As <see cref="RealDataFactAttribute"/>, for a test of several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute(params string[] paths) => Skip = new RealDataFactAttribute(paths).Skip;
}
