namespace Attune.Tokenizers;

/// <summary>An expression of a template: what it evaluates to may differ each time.</summary>
/// <param name="at">Where it is.</param>
/// <param name="height">How many expressions below one another it consists of.</param>
internal abstract class Expression(TemplatePosition at, int height)
{
    public TemplatePosition At { get; } = at;

    public int Height { get; } = height;

    /// <summary>The value. A fault in the operation itself is at <see cref="At"/>: see <see cref="TemplateRenderer.Enter"/>.</summary>
    public abstract object Evaluate(TemplateRenderer renderer);

    protected static int Above(params ReadOnlySpan<Expression?> parts)
    {
        int height = 0;
        foreach (var part in parts)
            height = Math.Max(height, part?.Height ?? 0);
        return height + 1;
    }

    protected static int Above(Expression? first, IEnumerable<Expression> parts)
        => 1 + Math.Max(first?.Height ?? 0, parts.Select(part => part.Height).DefaultIfEmpty().Max());
}

/// <summary>A string, a number, true, false or none.</summary>
internal sealed class Literal(TemplatePosition at, object value) : Expression(at, 1)
{
    public override object Evaluate(TemplateRenderer renderer) => value;
}

/// <summary>The text that a block captured, which its filters work on.</summary>
internal sealed class CapturedText(TemplatePosition at) : Expression(at, 1)
{
    public override object Evaluate(TemplateRenderer renderer) => renderer.Captured;
}

/// <summary>A variable, or undefined.</summary>
internal sealed class NameExpression(TemplatePosition at, string name) : Expression(at, 1)
{
    public string Name => name;

    public override object Evaluate(TemplateRenderer renderer)
        => renderer.Scope.Find(name) ?? Globals.Find(name) ?? new TemplateUndefined($"'{name}', which is not defined");
}

/// <summary>A list or a tuple.</summary>
internal sealed class ListExpression(TemplatePosition at, IReadOnlyList<Expression> items, SequenceKind kind)
    : Expression(at, Above(null, items))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object[] values = [.. items.Select(item => item.Evaluate(renderer))];
        renderer.Enter(At, values.Length);
        return new TemplateList(values, kind);
    }
}

/// <summary>A dictionary.</summary>
internal sealed class MapExpression(TemplatePosition at, IReadOnlyList<(Expression Key, Expression Value)> pairs)
    : Expression(at, Above(null, pairs.SelectMany(pair => new[] { pair.Key, pair.Value })))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        var values = TemplateMap.NewValues();
        foreach (var (key, value) in pairs)
        {
            object name = key.Evaluate(renderer);
            object held = value.Evaluate(renderer);
            renderer.Enter(At, TemplateList.SizeOf(name));
            values[name] = held;
        }

        return new TemplateMap(values);
    }
}

/// <summary><c>a.name</c>: a method or attribute, else an element.</summary>
internal sealed class AttributeExpression(TemplatePosition at, Expression value, string name) : Expression(at, Above(value))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object holder = value.Evaluate(renderer);
        renderer.Enter(At);
        return Members.Attribute(holder, name);
    }
}

/// <summary><c>a[index]</c>: an element, else a method or attribute.</summary>
internal sealed class SubscriptExpression(TemplatePosition at, Expression value, Expression index) : Expression(at, Above(value, index))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object holder = value.Evaluate(renderer);
        object key = index.Evaluate(renderer);
        renderer.Enter(At, TemplateList.SizeOf(key));
        return Members.Element(renderer, holder, key);
    }
}

/// <summary><c>a[start:stop:step]</c>.</summary>
internal sealed class SliceExpression(TemplatePosition at, Expression value, Expression? start, Expression? stop, Expression? step)
    : Expression(at, Above(value, start, stop, step))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object holder = value.Evaluate(renderer);
        object? from = start?.Evaluate(renderer);
        object? to = stop?.Evaluate(renderer);
        object? by = step?.Evaluate(renderer);
        renderer.Enter(At);
        return Members.Slice(renderer, holder, from, to, by);
    }
}

/// <summary><c>a if condition else b</c>; undefined where there is no <c>else</c>.</summary>
internal sealed class ConditionalExpression(TemplatePosition at, Expression condition, Expression value, Expression? otherwise)
    : Expression(at, Above(condition, value, otherwise))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        if (Values.IsTrue(condition.Evaluate(renderer)))
            return value.Evaluate(renderer);
        return otherwise?.Evaluate(renderer) ?? new TemplateUndefined("the value of an 'if' without 'else' that did not hold");
    }
}

/// <summary><c>and</c>, <c>or</c>: the value of the operand that decides.</summary>
internal sealed class LogicalExpression(TemplatePosition at, Expression left, Expression right, bool or) : Expression(at, Above(left, right))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object first = left.Evaluate(renderer);
        return Values.IsTrue(first) == or ? first : right.Evaluate(renderer);
    }
}

/// <summary><c>not a</c>.</summary>
internal sealed class NotExpression(TemplatePosition at, Expression value) : Expression(at, Above(value))
{
    public override object Evaluate(TemplateRenderer renderer) => !Values.IsTrue(value.Evaluate(renderer));
}

/// <summary><c>a &lt; b &lt;= c</c>, <c>a in b</c>: true if each neighbouring pair compares so.</summary>
internal sealed class ComparisonExpression(
    TemplatePosition at, Expression first, IReadOnlyList<(string Operator, Expression Value)> rest)
    : Expression(at, Above(first, rest.Select(operand => operand.Value)))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object left = first.Evaluate(renderer);
        foreach (var (text, value) in rest)
        {
            object right = value.Evaluate(renderer);
            renderer.Enter(At, Comparisons.Cost(left, right));
            if (!Comparisons.Holds(text, left, right))
                return false;
            left = right;
        }

        return true;
    }
}

/// <summary>Arithmetic and concatenation.</summary>
internal sealed class BinaryExpression(TemplatePosition at, string text, Expression left, Expression right) : Expression(at, Above(left, right))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object first = left.Evaluate(renderer);
        object second = right.Evaluate(renderer);
        renderer.Enter(At);
        return Arithmetic.Apply(renderer, text, first, second);
    }
}

/// <summary><c>-a</c>, <c>+a</c>.</summary>
internal sealed class SignExpression(TemplatePosition at, Expression value, bool negative) : Expression(at, Above(value))
{
    public override object Evaluate(TemplateRenderer renderer)
    {
        object number = value.Evaluate(renderer);
        renderer.Enter(At);
        return Arithmetic.Sign(number, negative);
    }
}
