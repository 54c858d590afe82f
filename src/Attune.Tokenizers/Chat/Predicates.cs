namespace Attune.Tokenizers;

/// <summary>The tests: what can stand behind <c>is</c>.</summary>
internal static class Predicates
{
    private static readonly FunctionTable s_tests = Build();

    public static Function? TryFind(string name) => s_tests.TryFind(name);

    public static Function Find(TemplatePosition at, string name) => s_tests.Find(at, name);

    public static Function Find(string name) => s_tests.Find(name);

    private static FunctionTable Build()
    {
        string[] other = ["other"];
        var tests = new FunctionTable("test")
            .Add("defined", (_, value, _) => value is not TemplateUndefined)
            .Add("undefined", (_, value, _) => value is TemplateUndefined)
            .Add("none", (_, value, _) => value is TemplateNone)
            .Add("boolean", (_, value, _) => value is bool)
            .Add("true", (_, value, _) => value is true)
            .Add("false", (_, value, _) => value is false)
            .Add("integer", (_, value, _) => value is Int128)
            .Add("float", (_, value, _) => value is double)
            .Add("number", (_, value, _) => value is Int128 or double or bool)
            .Add("string", (_, value, _) => value is string)
            .Add("mapping", (_, value, _) => value is TemplateMap)
            .Add("iterable", (_, value, _) => value is TemplateList or TemplateMap or string or TemplateUndefined)
            .Add("sequence", (_, value, _) => value is TemplateList { Kind: SequenceKind.List or SequenceKind.Tuple } or TemplateMap or string
                or TemplateUndefined)
            .Add("callable", (_, value, _) => value is TemplateFunction)
            .Add("lower", (renderer, value, _) => IsCase(PythonRepresentation.Str(renderer, value), char.IsLower, char.IsUpper))
            .Add("upper", (renderer, value, _) => IsCase(PythonRepresentation.Str(renderer, value), char.IsUpper, char.IsLower))
            .Add("odd", (renderer, value, _) => !Comparisons.AreEqual(Rest(renderer, value, (Int128)2), (Int128)0))
            .Add("even", (renderer, value, _) => Comparisons.AreEqual(Rest(renderer, value, (Int128)2), (Int128)0))
            .Add("divisibleby", (renderer, value, args) => Comparisons.AreEqual(Rest(renderer, value, args[0]), (Int128)0), 1, ["num"])
            .Add("sameas", (_, value, args) => ReferenceEquals(value, args[0]) || (value is bool or string && value.Equals(args[0])), 1, other)
            .Add("in", (renderer, value, args) => Compare(renderer, "in", value, args[0]), 1, ["seq"]);
        foreach (var (name, comparison) in ((string, string)[])
            [("equalto", "=="), ("ne", "!="), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">=")])
        {
            tests.Add(name, (renderer, value, args) => Compare(renderer, comparison, value, args[0]), 1, other);
        }

        return tests.Alias("eq", "equalto").Alias("==", "equalto").Alias("!=", "ne").Alias("<", "lt").Alias("<=", "le").Alias(">", "gt")
            .Alias(">=", "ge").Alias("lessthan", "lt").Alias("greaterthan", "gt");
    }

    private static bool Compare(TemplateRenderer renderer, string comparison, object left, object right)
    {
        renderer.Step(Comparisons.Cost(left, right));
        return Comparisons.Holds(comparison, left, right);
    }

    private static object Rest(TemplateRenderer renderer, object value, object divisor) => Arithmetic.Apply(renderer, "%", value, divisor);

    private static bool IsCase(string text, Func<char, bool> wanted, Func<char, bool> other) => text.Any(wanted) && !text.Any(other);
}
