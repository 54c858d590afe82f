namespace Attune.Training;

/// <summary>
/// Finds all derivations of a text. It walks the same pieces as <see cref="Derivation"/>, but where that chooses, this follows every
/// choice that agrees with the text. A variable holds the set of words it may still stand for: all of them in a sentence out of context, until a
/// mention narrows it down.
/// </summary>
internal sealed class StoryParser(StoryGrammar grammar, string text)
{
    private readonly Word[][] _domains = [.. grammar.Domains];
    private int _farthest = -1;
    private string _expected = "";

    /// <summary>What remains to be derived: pieces from an index on, then what follows them.</summary>
    private sealed record Rest(Piece[] Pieces, int Index, Rest? Next);

    public int Derivations { get; private set; }

    /// <summary>The probability of the text, summed over its derivations.</summary>
    public double Probability { get; private set; }

    /// <summary>-log of the probability of the last derivation found, in nats.</summary>
    public double Cost { get; private set; }

    /// <summary>The farthest place that no derivation passes.</summary>
    public int Farthest => _farthest;

    public string Expected => _expected;

    public void Run(Piece[] pieces) => Follow(pieces, 0, null, 0, 0);

    private void Follow(Piece[] pieces, int index, Rest? rest, int position, double cost)
    {
        while (true)
        {
            if (index == pieces.Length)
            {
                if (rest is null)
                {
                    End(position, cost);
                    return;
                }

                (pieces, index, rest) = (rest.Pieces, rest.Index, rest.Next);
                continue;
            }

            switch (pieces[index++])
            {
                case Piece.Literal literal:
                    if (!Accept(literal.Text, ref position))
                        return;
                    break;
                case Piece.SentenceStart:
                    if (position > 0 && !Accept(" ", ref position))
                        return;
                    break;
                case Piece.Mention { Variable: var variable, Form: var form }:
                    if (_domains[variable] is not [var word])
                    {
                        FollowMentions(variable, form, pieces, index, rest, position, cost);
                        return;
                    }

                    if (!Accept(word.Form(form), ref position))
                        return;
                    break;
                case Piece.Choose choose:
                    FollowChoices(choose, pieces, index, rest, position, cost);
                    return;
                case Piece.Call { Rule: var rule }:
                    var after = new Rest(pieces, index, rest);
                    for (int i = 0; i < rule.Alternatives.Count; i++)
                        Follow(rule.Alternatives[i], 0, after, position, cost + rule.Distribution.Cost(i));
                    return;
            }
        }
    }

    private void FollowMentions(int variable, int form, Piece[] pieces, int index, Rest? rest, int position, double cost)
    {
        var before = _domains[variable];
        foreach (var group in before.GroupBy(word => word.Form(form)))
        {
            int end = position;
            if (!Accept(group.Key, ref end))
                continue;
            _domains[variable] = [.. group];
            Follow(pieces, index, rest, end, cost);
        }

        _domains[variable] = before;
    }

    private void FollowChoices(Piece.Choose choose, Piece[] pieces, int index, Rest? rest, int position, double cost)
    {
        if (choose.Table is not null)
        {
            bool excludes = choose.Other is not Piece.Choose.None && _domains[choose.Other].Length == 1;
            FollowWords(excludes ? choose.Table.Without(_domains[choose.Other][0]) : choose.Table, choose, pieces, index, rest, position, cost);
            return;
        }

        var before = _domains[choose.Other];
        foreach (var group in before.GroupBy(word => word.Form(choose.OtherForm)))
        {
            _domains[choose.Other] = before.Length == 1 ? before : [.. group];
            FollowWords(grammar.Table(group.Key), choose, pieces, index, rest, position, cost);
        }

        _domains[choose.Other] = before;
    }

    private void FollowWords(WordTable table, Piece.Choose choose, Piece[] pieces, int index, Rest? rest, int position, double cost)
    {
        var before = _domains[choose.Variable];
        bool any = false;
        for (int i = 0; i < table.Words.Length; i++)
        {
            var word = table.Words[i];
            string form = word.Form(choose.Form);
            if (!text.AsSpan(position).StartsWith(form, StringComparison.Ordinal))
                continue;
            any = true;
            _domains[choose.Variable] = word.Alone;
            Follow(pieces, index, rest, position + form.Length, cost + table.Distribution.Cost(i));
        }

        _domains[choose.Variable] = before;
        if (!any)
            Fail(position, table.Name);
    }

    private bool Accept(string expected, ref int position)
    {
        int common = text.AsSpan(position).CommonPrefixLength(expected);
        if (common < expected.Length)
        {
            Fail(position + common, expected);
            return false;
        }

        position += common;
        return true;
    }

    private void End(int position, double cost)
    {
        if (position < text.Length)
        {
            Fail(position, "the end");
            return;
        }

        Derivations++;
        Cost = cost;
        Probability += Math.Exp(-cost);
    }

    private void Fail(int position, string expected)
    {
        if (position > _farthest)
            (_farthest, _expected) = (position, expected);
    }
}
