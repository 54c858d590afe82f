using Attune.Nn;

namespace Attune.Inference;

/// <summary>A beginning of a translation that the search follows.</summary>
/// <param name="Token">Its last token; the end token stands before the first.</param>
/// <param name="Node">Its tokens.</param>
/// <param name="Cache">Of all but the last.</param>
/// <param name="Sum">Sum of log-probabilities.</param>
internal readonly record struct RunningTranslation(int Token, int Node, KeyValueCache Cache, double Sum);

/// <summary>A translation that ended.</summary>
/// <param name="Node">Its tokens, without the end.</param>
/// <param name="Score">(sum of log-probabilities) / length^a.</param>
/// <param name="Finish">Why.</param>
internal readonly record struct EndedTranslation(int Node, double Score, FinishReason Finish);

/// <summary>
/// The beam search of one sentence: follows the B most probable beginnings, and keeps the B ended translations with the best scores. A continuation that ends counts when it
/// is among the best B; of the best 2 B, B at least do not end. It is over when B are kept and no beginning has a better score than the worst of them, as in Hugging Face's: so
/// one beam is over at the first end.
/// </summary>
/// <remarks>
/// With a above 0, a beginning with a low score may still end with a better one, if all that follows is next to certain. To go on until none can (as <see cref="BeamSearch"/>
/// does) took 1.6 times as many rows on the embedded pairs, and the mean score of the best stayed the same to four digits.
/// </remarks>
/// <param name="options">Checked.</param>
/// <param name="end">The token that ends a translation, and stands before its first.</param>
/// <param name="cache">Empty.</param>
/// <param name="tree">Of the batch.</param>
/// <param name="greatestLength">Most tokens, the end included.</param>
/// <param name="whenCut">Why a translation of so many tokens is cut off.</param>
internal sealed class SentenceSearch(TranslationOptions options, int end, KeyValueCache cache, TokenTree tree, int greatestLength, FinishReason whenCut)
{
    private readonly List<EndedTranslation> _ended = [];
    private List<RunningTranslation> _running = [new(end, TokenTree.Root, cache, 0)];
    private List<RunningTranslation> _next = [];

    /// <summary>Most probable first; empty when the search is over.</summary>
    public List<RunningTranslation> Running => _running;

    /// <summary>Best first.</summary>
    public IReadOnlyList<EndedTranslation> Ended => _ended;

    /// <summary>Takes the best continuations.</summary>
    /// <param name="step">Candidates for each running translation.</param>
    /// <param name="firstRow">The row of the first one.</param>
    /// <param name="length">Tokens that a translation has with its candidate.</param>
    /// <param name="best">Working memory.</param>
    public void Extend(TranslationStep step, int firstRow, int length, BestList best)
    {
        best.Clear(2 * options.Beams);
        for (int b = 0; b < _running.Count; b++)
        {
            for (int i = 0; i < step.Width; i++)
                best.Offer(_running[b].Sum + step.Candidate(firstRow + b, i).LogProbability, ((long)b * step.Width) + i);
        }

        Take(best.Sorted(), step, firstRow, length);
        bool isDecided = _next.Count == 0
            || (_ended.Count == options.Beams && GenerationResult.ScoreOf(_next[0].Sum, length, options.LengthPenalty) <= _ended[^1].Score);
        _running.Clear();
        if (!isDecided)
            (_running, _next) = (_next, _running);
    }

    private void Take(ReadOnlySpan<(double Score, long Key)> best, TranslationStep step, int firstRow, int length)
    {
        Span<bool> isTaken = stackalloc bool[_running.Count];
        isTaken.Clear();
        _next.Clear();
        for (int rank = 0; rank < best.Length && _next.Count < options.Beams; rank++)
        {
            var (b, i) = Math.DivRem((int)best[rank].Key, step.Width);
            var (token, sum) = (step.Candidate(firstRow + b, i).Token, best[rank].Score);
            if (token == end || length == greatestLength)
            {
                if (rank < options.Beams)
                    End(_running[b].Node, token, sum, length);
                continue;
            }

            // The first child goes on with its parent's cache, the others with forks of it.
            var cache = isTaken[b] ? _running[b].Cache.Fork() : _running[b].Cache;
            isTaken[b] = true;
            _next.Add(new(token, tree.Add(_running[b].Node, token), cache, sum));
        }
    }

    private void End(int node, int token, double sum, int length)
    {
        double score = GenerationResult.ScoreOf(sum, length, options.LengthPenalty);
        int place = _ended.FindIndex(other => other.Score < score);
        if (place < 0 && _ended.Count == options.Beams)
            return;
        bool isCut = token != end;
        _ended.Insert(place < 0 ? _ended.Count : place, new(isCut ? tree.Add(node, token) : node, score, isCut ? whenCut : FinishReason.StopToken));
        if (_ended.Count > options.Beams)
            _ended.RemoveAt(options.Beams);
    }
}
