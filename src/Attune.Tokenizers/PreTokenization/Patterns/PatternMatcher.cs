using System.Buffers;

namespace Attune.Tokenizers;

/// <summary>
/// Runs a pattern over one text by backtracking, with a stack of its own. A run of one set's characters takes one place on it however long it is,
/// so published patterns need a few dozen places for a text of any length.
/// </summary>
/// <remarks>
/// Bounded work: a matcher may take <c>65,536 + (64 + 4 * instructions, of which 2,048 count at most) * bytes</c> steps, where bytes are those between where
/// it began and the farthest place it has looked at. Every published pattern stays far below; one that goes over the same text again and again exceeds it,
/// which throws. For threads to share a pattern, each takes a matcher of its own.
/// </remarks>
internal ref struct PatternMatcher
{
    private const int FreeSteps = 65_536;
    private const int MaxCountedInstructions = 2048;
    private const int MaxPlaces = 1 << 20;

    private readonly SplitPattern _pattern;
    private readonly ReadOnlySpan<PatternProgram.Instruction> _code;
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _begin;
    private readonly int _stepsPerByte;
    private int[] _registers;
    private Place[] _stack;
    private int _depth;
    private int _farthest;
    private long _steps;

    internal PatternMatcher(SplitPattern pattern, ReadOnlySpan<byte> text, int begin)
    {
        _pattern = pattern;
        _code = pattern.Program.Code;
        _text = text;
        _begin = begin;
        _farthest = begin;
        _stepsPerByte = 64 + 4 * Math.Min(_code.Length, MaxCountedInstructions);
        _registers = ArrayPool<int>.Shared.Rent(pattern.Program.Registers);
        _stack = ArrayPool<Place>.Shared.Rent(64);
    }

    private enum PlaceKind : byte
    {
        /// <summary>Go on with another instruction.</summary>
        Branch,

        /// <summary>A greedy run may give back down to Limit.</summary>
        GreedyRun,

        /// <summary>A lazy run may take up to Limit more.</summary>
        LazyRun,

        /// <summary>Register Code is to be Position again.</summary>
        Register,
    }

    /// <summary>The leftmost match at or after a position.</summary>
    internal bool Find(int from, out int start, out int end)
    {
        for (start = from; ; start += LengthAt(start))
        {
            end = start;
            if (Match(0, ref end))
                return true;
            if (start == _text.Length)
                return false;
        }
    }

    internal readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_registers);
        ArrayPool<Place>.Shared.Return(_stack);
    }

    /// <summary>How many bytes the character at a position takes; 1 at the end of the text.</summary>
    internal readonly int LengthAt(int position)
    {
        int length = 1;
        if (position < _text.Length)
            CodePoints.Read(_text, position, out length);
        return length;
    }

    /// <summary>Runs from an instruction to its Accept. Calls itself only for look-arounds and atomic groups, as deep as the pattern nests them.</summary>
    private bool Match(int next, ref int position)
    {
        int floor = _depth;
        while (true)
        {
            ref readonly PatternProgram.Instruction code = ref _code[next++];
            bool goesOn = true;
            switch (code.Op)
            {
                case PatternProgram.Op.Accept:
                    _depth = floor;
                    Count(position, 1);
                    return true;
                case PatternProgram.Op.One:
                    goesOn = Take(code.Set!, ref position);
                    break;
                case PatternProgram.Op.Run:
                    goesOn = TakeRun(code, next, ref position);
                    break;
                case PatternProgram.Op.Split:
                    Push(new Place(PlaceKind.Branch, code.Other, position, 0));
                    next = code.Next;
                    break;
                case PatternProgram.Op.Jump:
                    next = code.Next;
                    break;
                case PatternProgram.Op.Mark:
                    Push(new Place(PlaceKind.Register, code.Register, _registers[code.Register], 0));
                    _registers[code.Register] = position;
                    break;
                case PatternProgram.Op.UnlessEmpty:
                    next = _registers[code.Register] == position ? code.Other : code.Next;
                    break;
                case PatternProgram.Op.Atomic:
                    goesOn = Match(next, ref position);
                    next = code.Next;
                    break;
                case PatternProgram.Op.Look:
                    goesOn = LookAround(code, next, position) != code.Negative;
                    next = code.Next;
                    break;
                case PatternProgram.Op.Anchor:
                    goesOn = Holds(code.Anchor, position);
                    break;
            }

            if (!goesOn && !Backtrack(floor, ref next, ref position))
                return false;
        }
    }

    private bool Backtrack(int floor, ref int next, ref int position)
    {
        Count(position, 1);
        while (_depth > floor)
        {
            ref Place place = ref _stack[--_depth];
            next = place.Code;
            position = place.Position;
            switch (place.Kind)
            {
                case PlaceKind.Branch:
                    return true;
                case PlaceKind.Register:
                    _registers[place.Code] = place.Position;
                    break;
                case PlaceKind.GreedyRun:
                    position -= CodePoints.LengthBefore(_text, position);
                    place.Position = position;
                    if (position > place.Limit)
                        _depth++;
                    return true;
                case PlaceKind.LazyRun:
                    if (!Take(_code[next - 1].Set!, ref position))
                        break;
                    place.Position = position;
                    if (--place.Limit > 0)
                        _depth++;
                    return true;
            }
        }

        return false;
    }

    private readonly bool Take(CharacterSet set, ref int position)
    {
        if (position == _text.Length || !set.Contains(CodePoints.Read(_text, position, out int length)))
            return false;
        position += length;
        return true;
    }

    private bool TakeRun(in PatternProgram.Instruction code, int next, ref int position)
    {
        int begin = position;
        int least = position;
        int count = 0;
        int most = code.Greed == Greed.Lazy ? code.Min : code.Max;
        while (count < most && Take(code.Set!, ref position))
        {
            if (++count == code.Min)
                least = position;
        }

        Count(position, position - begin + 1);
        if (count < code.Min)
            return false;
        if (code.Greed == Greed.Greedy && position > least)
            Push(new Place(PlaceKind.GreedyRun, next, position, least));
        else if (code.Greed == Greed.Lazy && code.Max > code.Min)
            Push(new Place(PlaceKind.LazyRun, next, position, code.Max - code.Min));
        return true;
    }

    private bool LookAround(in PatternProgram.Instruction code, int inside, int position)
    {
        for (int i = 0; i < code.Behind; i++)
        {
            if (position == 0)
                return false;
            position -= CodePoints.LengthBefore(_text, position);
        }

        return Match(inside, ref position);
    }

    private readonly bool Holds(PatternAnchor anchor, int position)
    {
        bool atEnd = position == _text.Length;
        return anchor switch
        {
            PatternAnchor.TextStart => position == 0,
            PatternAnchor.TextEnd => atEnd,
            PatternAnchor.TextEndOrLastNewline => atEnd || (position == _text.Length - 1 && _text[position] == '\n'),
            PatternAnchor.LineStart => position == 0 || _text[position - 1] == '\n',
            PatternAnchor.LineEnd => atEnd || _text[position] == '\n',
            PatternAnchor.WordBoundary => IsWordAt(position) != IsWordBefore(position),
            _ => IsWordAt(position) == IsWordBefore(position),
        };
    }

    private readonly bool IsWordAt(int position) => Take(UnicodeProperties.Word, ref position);

    private readonly bool IsWordBefore(int position) => position > 0 && IsWordAt(position - CodePoints.LengthBefore(_text, position));

    private void Push(Place place)
    {
        if (_depth == _stack.Length)
        {
            if (_depth >= MaxPlaces)
                throw Exhausted($"more than {MaxPlaces} places to come back to");
            Place[] larger = ArrayPool<Place>.Shared.Rent(2 * _depth);
            _stack.CopyTo(larger, 0);
            ArrayPool<Place>.Shared.Return(_stack);
            _stack = larger;
        }

        _stack[_depth++] = place;
    }

    private void Count(int position, int steps)
    {
        _farthest = Math.Max(_farthest, position);
        _steps += steps;
        if (_steps > FreeSteps + (long)_stepsPerByte * (_farthest - _begin))
            throw Exhausted($"more than {_steps - 1} steps");
    }

    private readonly TokenizationException Exhausted(string what) =>
        new($"the split pattern {SplitPattern.Shorten(_pattern.ToString())} needs {what} between the bytes {_begin} and {_farthest} of the text: it would backtrack for ever");

    /// <summary>Where to go on when a match fails. Code is an instruction, the one after the run where a run it is, or a register.</summary>
    private record struct Place(PlaceKind Kind, int Code, int Position, int Limit);
}
