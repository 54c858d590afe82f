using System.Text;

namespace Attune.Training;

/// <summary>Writes a text of the grammar: expands a rule from left to right, keeping the word of each variable.</summary>
internal sealed class Derivation(StoryGrammar grammar, Choices choices)
{
    private readonly StringBuilder _text = new();
    private readonly Word?[] _words = new Word?[grammar.Domains.Length];
    private double _cost;

    public Story Run()
    {
        Expand(grammar.Start);
        return new Story(_text.ToString(), _cost);
    }

    private int Choose(Distribution distribution)
    {
        int choice = choices.Choose(distribution);
        _cost += distribution.Cost(choice);
        return choice;
    }

    private Word WordOf(int variable) => _words[variable] ?? throw new InvalidOperationException($"stories: a word is mentioned before it is chosen, after: {_text}");

    private WordTable TableOf(Piece.Choose choose)
    {
        if (choose.Table is null)
            return grammar.Table(WordOf(choose.Other).Form(choose.OtherForm));
        return choose.Other is Piece.Choose.None ? choose.Table : choose.Table.Without(WordOf(choose.Other));
    }

    private void Expand(Rule rule)
    {
        foreach (var piece in rule.Alternatives[Choose(rule.Distribution)])
        {
            switch (piece)
            {
                case Piece.Literal literal:
                    _text.Append(literal.Text);
                    break;
                case Piece.SentenceStart when _text.Length > 0:
                    _text.Append(' ');
                    break;
                case Piece.Choose choose:
                    var table = TableOf(choose);
                    _words[choose.Variable] = table.Words[Choose(table.Distribution)];
                    _text.Append(WordOf(choose.Variable).Form(choose.Form));
                    break;
                case Piece.Mention mention:
                    _text.Append(WordOf(mention.Variable).Form(mention.Form));
                    break;
                case Piece.Call call:
                    Expand(call.Rule);
                    break;
            }
        }
    }
}
