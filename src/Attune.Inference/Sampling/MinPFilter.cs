namespace Attune.Inference;

/// <summary>Keeps tokens at least p times as probable as the most probable one. Nguyen et al., arXiv:2407.01082.</summary>
internal static class MinPFilter
{
    /// <param name="p">0 for all.</param>
    /// <param name="greatest">The greatest score.</param>
    public static Ranked Cut(double p, float greatest) => p == 0 ? Ranked.Last : new((float)(greatest + Math.Log(p)), int.MaxValue);
}
