using System.Numerics;

namespace Attune.Tokenizers;

/// <summary>Python's comparisons.</summary>
internal static class Comparisons
{
    public static bool Holds(string text, object left, object right) => text switch
    {
        "==" => AreEqual(left, right),
        "!=" => !AreEqual(left, right),
        "in" => IsIn(left, right),
        "not in" => !IsIn(left, right),
        _ => IsOrdered(text, left, right),
    };

    /// <summary>The steps one comparison takes at most.</summary>
    public static long Cost(object left, object right)
    {
        long size = TemplateList.SizeOf(left);
        return right switch
        {
            TemplateList list => Math.Min(list.Size, size * (1 + list.Items.Length)),
            string text when left is string part => Values.SearchCost(text, part),
            TemplateMap map => left is TemplateMap ? Math.Min(size, map.Size) : size,
            _ => 1,
        };
    }

    public static bool AreEqual(object left, object right)
    {
        (left, right) = (Values.Unwrap(left), Values.Unwrap(right));
        return (left, right) switch
        {
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (Int128 a, Int128 b) => a == b,
            (double a, double b) => a == b,
            (Int128 a, double b) => IsInteger(b, a),
            (double a, Int128 b) => IsInteger(a, b),
            (TemplateUndefined, TemplateUndefined) => true,
            (TemplateList { Kind: SequenceKind.List or SequenceKind.Tuple } a, TemplateList b) => a.Kind == b.Kind && AreEqual(a.Items, b.Items),
            (TemplateMap a, TemplateMap b) => a.Count == b.Count
                && a.Pairs.All(pair => b.Find(pair.Key) is { } value && AreEqual(pair.Value, value)),
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>Less than 0, 0, or more, as for sorting.</summary>
    public static int Compare(object left, object right)
    {
        (object a, object b) = (Values.Unwrap(left), Values.Unwrap(right));
        switch (a, b)
        {
            case (string x, string y):
                return CompareText(x, y);
            case (Int128 x, Int128 y):
                return x.CompareTo(y);
            case (Int128 or double, Int128 or double):
                return Arithmetic.ToDouble(a).CompareTo(Arithmetic.ToDouble(b));
            case (TemplateList x, TemplateList y) when x.Kind == y.Kind && x.Kind is SequenceKind.List or SequenceKind.Tuple:
                for (int i = 0; i < Math.Min(x.Items.Length, y.Items.Length); i++)
                {
                    if (!AreEqual(x.Items[i], y.Items[i]))
                        return Compare(x.Items[i], y.Items[i]);
                }

                return x.Items.Length.CompareTo(y.Items.Length);
            default:
                throw new TemplateFault("two numbers, two texts or two lists to compare", $"{Values.TypeName(left)} and {Values.TypeName(right)}");
        }
    }

    /// <summary>Items in the order of their keys; those with equal keys stay as they are.</summary>
    public static T[] Sort<T>(TemplateRenderer renderer, IEnumerable<T> items, Func<T, object> key, bool reverse)
    {
        var keyed = items.Select(item => (Key: key(item), Item: item)).ToList();
        renderer.Step(keyed.Sum(pair => (long)TemplateList.SizeOf(pair.Key)) * (1 + BitOperations.Log2((uint)keyed.Count)));
        var order = Comparer<object>.Create(Compare);
        var sorted = reverse ? keyed.OrderByDescending(pair => pair.Key, order) : keyed.OrderBy(pair => pair.Key, order);
        try
        {
            return [.. sorted.Select(pair => pair.Item)];
        }
        catch (InvalidOperationException error) when (error.InnerException is TemplateFault fault)
        {
            // How .NET's sorting passes on what the comparison threw.
            throw new TemplateFault(fault.Expected, fault.Found);
        }
    }

    public static bool IsIn(object item, object holder)
    {
        switch (holder)
        {
            case string text:
                return item is string part
                    ? text.Contains(part, StringComparison.Ordinal)
                    : throw new TemplateFault("a text before 'in' with a text behind it", Values.TypeName(item));
            case TemplateList list:
                return list.Items.Any(other => AreEqual(item, other));
            case TemplateMap map:
                return map.Find(item) is not null;
            case TemplateUndefined:
                return false;
            default:
                throw new TemplateFault("a list, a dict or a text behind 'in'", Values.TypeName(holder));
        }
    }

    private static bool IsOrdered(string text, object left, object right)
    {
        // Nothing is ordered with what is not a number.
        if (left is double.NaN || right is double.NaN)
            return false;
        int order = Compare(left, right);
        return text switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    private static bool IsInteger(double real, Int128 number) => double.IsInteger(real) && Math.Abs(real) < 1e38 && (Int128)real == number;

    private static bool AreEqual(object[] left, object[] right)
    {
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            if (!AreEqual(left[i], right[i]))
                return false;
        }

        return true;
    }

    /// <summary>By code points: surrogates come after all other UTF-16 code units.</summary>
    private static int CompareText(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return left.Length.CompareTo(right.Length);
        char a = left[common];
        char b = right[common];
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
