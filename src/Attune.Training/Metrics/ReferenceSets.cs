namespace Attune.Training;

/// <summary>Translations and the sets of references to measure them by.</summary>
internal static class ReferenceSets
{
    /// <exception cref="ArgumentException">There is none, a set has more or fewer than there are hypotheses, or one of them is null.</exception>
    public static void Check(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(referenceSets);
        if (hypotheses.Count == 0)
            throw new ArgumentException("hypotheses: expected at least one sentence, found none");
        if (referenceSets.Count == 0)
            throw new ArgumentException("references: expected at least one for each hypothesis, found none");
        CheckSentences(hypotheses, "hypotheses");
        for (int i = 0; i < referenceSets.Count; i++)
        {
            var references = referenceSets[i];
            string name = referenceSets.Count == 1 ? "references" : $"references, set {i + 1} of {referenceSets.Count}";
            if (references is null)
                throw new ArgumentException($"{name}: expected sentences, found null");
            if (references.Count != hypotheses.Count)
                throw new ArgumentException($"{name}: expected {hypotheses.Count}, as many as hypotheses, found {references.Count}");
            CheckSentences(references, name);
        }
    }

    private static void CheckSentences(IReadOnlyList<string> sentences, string name)
    {
        for (int i = 0; i < sentences.Count; i++)
        {
            if (sentences[i] is null)
                throw new ArgumentException($"{name}, sentence {i + 1}: expected a text, found null");
        }
    }
}
