namespace Attune.Tokenizers;

/// <summary>
/// Puts special tokens around one sequence or a pair: <c>[CLS] A [SEP] B [SEP]</c>. Immutable and thread-safe. The names are those of <c>tokenizer.json</c>.
/// </summary>
public abstract class PostProcessor
{
    private protected PostProcessor()
    {
    }

    /// <summary>What is put together, in order, for one sequence or for a pair.</summary>
    internal abstract ReadOnlySpan<TemplatePart> Template(bool pair);

    /// <summary>Whether the spaces at the ends of a token are left out of its offsets.</summary>
    internal virtual bool TrimsOffsets => false;
}

/// <summary>One part of a template: a sequence, or a special token.</summary>
/// <param name="Sequence">0 for the first sequence, 1 for the second, -1 for a special token.</param>
/// <param name="Id">The special token's id.</param>
/// <param name="TypeId">The segment id that its tokens get.</param>
internal readonly record struct TemplatePart(int Sequence, int Id, int TypeId);
