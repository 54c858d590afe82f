using System.Globalization;

namespace Attune.Training;

/// <summary>
/// Reads a grammar's description. <c>= Table column column=value</c> is followed by words, separated by commas or, with columns, one a line with
/// bars between the columns. <c>: Rule</c> (part of a sentence) and <c>:: Rule</c> (whole sentences) are followed by alternatives, one
/// a line, perhaps after a weight; an indented line continues the one above, and a dash is the empty alternative. Within them, <c>{fox:Animal.a}</c> chooses a word for the variable
/// fox and writes its form "a", <c>{:Animal}</c> chooses one that is not mentioned again, <c>{:Animal-fox}</c> one that is not the fox, <c>{name:@fox.names}</c> chooses from the table that
/// another variable names, <c>{fox.he}</c> mentions, <c>{^fox.he}</c> mentions with a capital letter, <c>&lt;Rule&gt;</c> is a rule.
/// </summary>
internal sealed class GrammarReader
{
    private readonly Dictionary<string, WordTable> _tables = [];
    private readonly Dictionary<string, Rule> _rules = [];
    private readonly Dictionary<string, int> _variables = [];
    private readonly List<HashSet<WordTable>> _sources = [];
    private readonly List<Piece[]> _sentences = [];
    private readonly WordForms _forms = new();

    public GrammarReader(string description)
    {
        var blocks = Blocks(description);
        foreach (var (head, lines) in blocks.Where(block => block.Head.StartsWith('=')))
            ReadTable(head[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries), lines);
        foreach (var (head, _) in blocks.Where(block => block.Head.StartsWith(':')))
            _rules.Add(RuleName(head), new Rule(RuleName(head), head.StartsWith("::", StringComparison.Ordinal)));
        foreach (var (head, lines) in blocks.Where(block => block.Head.StartsWith(':')))
            _rules[RuleName(head)].Define(lines.Select(line => ReadAlternative(line, _rules[RuleName(head)].IsPassage)).ToArray());
    }

    /// <summary>The rule of this name.</summary>
    public Rule Rule(string name) => _rules[name];

    public IEnumerable<WordTable> Tables => _tables.Values;

    public IReadOnlyList<Piece[]> Sentences => _sentences;

    /// <summary>For each variable, all words that it can ever stand for.</summary>
    public Word[][] Domains => [.. _sources.Select(tables => tables.SelectMany(table => table.Words).Distinct().ToArray())];

    /// <summary>The table that a form of a word names.</summary>
    public WordTable Table(string name) => _tables[name];

    private static string RuleName(string head) => head.TrimStart(':').Trim();

    private static List<(string Head, List<string> Lines)> Blocks(string description)
    {
        var blocks = new List<(string Head, List<string> Lines)>();
        foreach (string line in description.Split('\n'))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (line[0] is '=' or ':')
                blocks.Add((line.Trim(), []));
            else if (line[0] is ' ' && blocks[^1].Lines is { Count: > 0 } lines)
                lines[^1] += " " + line.Trim();
            else
                blocks[^1].Lines.Add(line.Trim());
        }

        return blocks;
    }

    private void ReadTable(string[] head, List<string> lines)
    {
        var constants = head.Skip(1).Where(column => column.Contains('=')).Select(column => column.Split('=')).ToArray();
        var columns = head.Skip(1).Where(column => !column.Contains('=')).Prepend("").ToArray();
        var rows = columns.Length > 1 ? lines.Select(line => line.Split('|')) : lines.SelectMany(line => line.Split(',')).Select(word => new[] { word });
        columns = [.. columns, .. constants.Select(constant => constant[0])];
        var words = rows.Where(row => row[0].Trim().Length > 0)
            .Select(row => _forms.Create(columns, [.. row.Select(text => text.Trim()), .. constants.Select(constant => constant[1])])).ToArray();
        if (words.Select(word => word.Form(0)).GroupBy(text => text).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"stories: table {head[0]} has {twice.Key} twice");
        _tables.Add(head[0], new WordTable(head[0], words));
    }

    private (double Weight, Piece[] Pieces) ReadAlternative(string line, bool isPassage)
    {
        int space = line.IndexOf(' ');
        double weight = 1;
        if (space > 0 && double.TryParse(line[..space], CultureInfo.InvariantCulture, out double number))
            (weight, line) = (number, line[(space + 1)..].Trim());
        if (line is "-")
            return (weight, []);
        return (weight, isPassage ? [.. ReadSentences(line)] : [.. ReadPieces(line)]);
    }

    private IEnumerable<Piece> ReadSentences(string text)
    {
        while ((text = text.TrimStart()).Length > 0)
        {
            if (text[0] is '<' && _rules[text[1..text.IndexOf('>')]] is { IsPassage: true } passage)
            {
                yield return new Piece.Call(passage);
                text = text[(text.IndexOf('>') + 1)..];
                continue;
            }

            int end = SentenceSplitter.End(text, 0);
            Piece[] sentence = [.. ReadPieces(text[..end])];
            _sentences.Add(sentence);
            yield return new Piece.SentenceStart();
            foreach (var piece in sentence)
                yield return piece;
            text = text[end..];
        }
    }

    private IEnumerable<Piece> ReadPieces(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            int end = text[i] switch
            {
                '{' => text.IndexOf('}', i),
                '<' => text.IndexOf('>', i),
                _ => (text + "{").IndexOfAny(['{', '<'], i),
            };
            string inner = text[Math.Min(i + 1, end)..end];
            yield return text[i] switch
            {
                '{' => ReadWord(inner),
                '<' => new Piece.Call(_rules[inner]),
                _ => new Piece.Literal(text[i..end]),
            };
            i = text[i] is '{' or '<' ? end + 1 : end;
        }
    }

    private Piece ReadWord(string text)
    {
        string capital = text[0] is '^' ? "^" : "";
        text = text[capital.Length..];
        int colon = text.IndexOf(':');
        if (colon < 0)
        {
            var (variable, form) = Dotted(text);
            return new Piece.Mention(Variable(variable), _forms.Number(capital + form));
        }

        int chosen = Variable(text[..colon]);
        string source = text[(colon + 1)..];
        if (source[0] is '@')
        {
            var (variable, form) = Dotted(source[1..]);
            int tableForm = _forms.Number(form);
            foreach (var word in _sources[Variable(variable)].SelectMany(table => table.Words))
                _sources[chosen].Add(_tables[word.Form(tableForm)]);
            return new Piece.Choose(chosen, null, Variable(variable), tableForm, _forms.Number(capital));
        }
        else
        {
            var (table, form) = Dotted(source);
            int minus = table.IndexOf('-');
            int other = minus < 0 ? Piece.Choose.None : Variable(table[(minus + 1)..]);
            table = minus < 0 ? table : table[..minus];
            _sources[chosen].Add(_tables[table]);
            return new Piece.Choose(chosen, _tables[table], other, 0, _forms.Number(capital + form));
        }
    }

    private static (string Name, string Form) Dotted(string text) =>
        text.IndexOf('.') is >= 0 and int dot ? (text[..dot], text[(dot + 1)..]) : (text, "");

    private int Variable(string name)
    {
        if (!_variables.TryGetValue(name, out int variable))
        {
            _variables.Add(name, variable = _variables.Count);
            _sources.Add([]);
        }

        return variable;
    }
}
