namespace Attune.Tokenizers;

/// <summary>A pattern as instructions for <see cref="PatternMatcher"/>.</summary>
internal sealed class PatternProgram
{
    /// <summary>More than any pattern in use needs by far; what nested counts like <c>((a{99}){99}){99}</c> would exceed.</summary>
    private const int MaxLength = 20_000;

    private readonly List<Instruction> _code = [];
    private readonly string _pattern;
    private Instruction[] _finished = [];

    private PatternProgram(string pattern) => _pattern = pattern;

    /// <summary>What to do at a place in the text, then where to go on.</summary>
    internal enum Op : byte
    {
        /// <summary>The pattern, or the part inside of a look-around or atomic group, has matched.</summary>
        Accept,

        /// <summary>One character of the set.</summary>
        One,

        /// <summary>From Min to Max characters of the set, without a place to come back to for each of them.</summary>
        Run,

        /// <summary>First on to Next; when that fails, from Other.</summary>
        Split,

        /// <summary>On to Next.</summary>
        Jump,

        /// <summary>The place of the Register is here.</summary>
        Mark,

        /// <summary>On to Next when something was read since Mark; else on to Other: a repetition of nothing ends.</summary>
        UnlessEmpty,

        /// <summary>Whether what follows, up to Accept, matches at Behind characters before; then on to Next.</summary>
        Look,

        /// <summary>The first match of what follows, up to Accept; then on to Next.</summary>
        Atomic,

        /// <summary>A condition on the place.</summary>
        Anchor,
    }

    internal ReadOnlySpan<Instruction> Code => _finished;

    internal int Registers { get; private set; }

    internal static PatternProgram Compile(string pattern)
    {
        var program = new PatternProgram(pattern);
        program.Emit(PatternParser.Parse(pattern));
        program.Add(new Instruction(Op.Accept));
        program._finished = [.. program._code];
        return program;
    }

    private int Add(Instruction instruction)
    {
        if (_code.Count >= MaxLength)
            throw new PatternSyntaxException(_pattern, 0, $"its repetitions unfold to more than {MaxLength} instructions");
        _code.Add(instruction);
        return _code.Count - 1;
    }

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.One one:
                Add(new Instruction(Op.One) { Set = one.Set });
                break;
            case PatternNode.Anchor anchor:
                Add(new Instruction(Op.Anchor) { Anchor = anchor.Kind });
                break;
            case PatternNode.Sequence sequence:
                foreach (PatternNode part in sequence.Parts)
                    Emit(part);
                break;
            case PatternNode.Choice choice:
                EmitChoice(choice);
                break;
            case PatternNode.Repeat { Part: PatternNode.One one } repeat:
                Add(new Instruction(Op.Run) { Set = one.Set, Min = repeat.Min, Max = repeat.Max, Greed = repeat.Greed });
                break;
            case PatternNode.Repeat { Greed: Greed.Possessive } repeat:
                EmitInner(new Instruction(Op.Atomic), repeat with { Greed = Greed.Greedy });
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case PatternNode.Atomic atomic:
                EmitInner(new Instruction(Op.Atomic), atomic.Part);
                break;
            case PatternNode.Look look:
                EmitInner(new Instruction(Op.Look) { Behind = look.Behind, Negative = look.Negative }, look.Part);
                break;
        }
    }

    private void EmitInner(Instruction opening, PatternNode part)
    {
        int at = Add(opening);
        Emit(part);
        Add(new Instruction(Op.Accept));
        _code[at] = opening with { Next = _code.Count };
    }

    private void EmitChoice(PatternNode.Choice choice)
    {
        var ends = new List<int>();
        for (int i = 0; i < choice.Parts.Count - 1; i++)
        {
            int split = Add(new Instruction(Op.Split));
            Emit(choice.Parts[i]);
            ends.Add(Add(new Instruction(Op.Jump)));
            _code[split] = new Instruction(Op.Split) { Next = split + 1, Other = _code.Count };
        }

        Emit(choice.Parts[^1]);
        foreach (int end in ends)
            _code[end] = new Instruction(Op.Jump) { Next = _code.Count };
    }

    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        int begin = _code.Count;
        for (int i = 0; i < repeat.Min; i++)
        {
            Emit(repeat.Part);
            if (_code.Count == begin)
                break; // nothing, however often
        }

        if (repeat.Max == int.MaxValue)
        {
            EmitLoop(repeat);
            return;
        }

        var splits = new List<int>();
        for (int i = repeat.Min; i < repeat.Max; i++)
        {
            splits.Add(Add(new Instruction(Op.Split)));
            Emit(repeat.Part);
        }

        foreach (int split in splits)
            _code[split] = Branch(repeat.Greed, split + 1, _code.Count);
    }

    private void EmitLoop(PatternNode.Repeat repeat)
    {
        int split = Add(new Instruction(Op.Split));
        if (repeat.Part.MayBeEmpty)
        {
            int register = Registers++;
            Add(new Instruction(Op.Mark) { Register = register });
            Emit(repeat.Part);
            Add(new Instruction(Op.UnlessEmpty) { Register = register, Next = split, Other = _code.Count + 1 });
        }
        else
        {
            Emit(repeat.Part);
            Add(new Instruction(Op.Jump) { Next = split });
        }

        _code[split] = Branch(repeat.Greed, split + 1, _code.Count);
    }

    private static Instruction Branch(Greed greed, int inside, int past) => greed == Greed.Greedy
        ? new Instruction(Op.Split) { Next = inside, Other = past }
        : new Instruction(Op.Split) { Next = past, Other = inside };

    /// <summary>One instruction; which members count depends on <see cref="Op"/>.</summary>
    internal readonly record struct Instruction(Op Op)
    {
        internal int Next { get; init; }

        internal int Other { get; init; }

        internal CharacterSet? Set { get; init; }

        internal int Min { get; init; }

        internal int Max { get; init; }

        internal Greed Greed { get; init; }

        internal int Register { get; init; }

        internal int Behind { get; init; }

        internal bool Negative { get; init; }

        internal PatternAnchor Anchor { get; init; }
    }
}
