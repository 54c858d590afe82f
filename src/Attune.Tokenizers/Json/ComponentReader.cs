using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>What the readers of normalizers, pre-tokenizers, post-processors and decoders share.</summary>
internal static class ComponentReader
{
    /// <summary>The components of a sequence.</summary>
    public static IReadOnlyList<T> Sequence<T>(JsonPart items, Func<JsonPart, T> read) => [.. items.Items().Select(read)];

    /// <summary>A pattern, <c>{"String": ...}</c> or <c>{"Regex": ...}</c>.</summary>
    public static (string Pattern, bool IsRegex) Pattern(JsonPart value)
    {
        if (value.Optional("String") is JsonPart literal)
            return (literal.String(), false);
        return value.Optional("Regex") is JsonPart regex ? (regex.String(), true) : throw value.Error("{\"String\": …} or {\"Regex\": …}");
    }

    public static SplitBehavior Behavior(JsonPart value) => value.OneOf(
        (nameof(SplitBehavior.Removed), SplitBehavior.Removed),
        (nameof(SplitBehavior.Isolated), SplitBehavior.Isolated),
        (nameof(SplitBehavior.MergedWithPrevious), SplitBehavior.MergedWithPrevious),
        (nameof(SplitBehavior.MergedWithNext), SplitBehavior.MergedWithNext),
        (nameof(SplitBehavior.Contiguous), SplitBehavior.Contiguous));

    /// <summary>The scheme of a Metaspace, which older files give as <c>add_prefix_space</c>.</summary>
    public static PrependScheme PrependScheme(JsonPart metaspace)
    {
        bool? prefix = metaspace.Optional("add_prefix_space")?.Boolean();
        if (metaspace.Optional("prepend_scheme") is not JsonPart scheme)
            return prefix == false ? Tokenizers.PrependScheme.Never : Tokenizers.PrependScheme.Always;
        var value = scheme.OneOf(
            ("always", Tokenizers.PrependScheme.Always),
            ("first", Tokenizers.PrependScheme.First),
            ("never", Tokenizers.PrependScheme.Never));
        return prefix == false && value != Tokenizers.PrependScheme.Never ? throw scheme.Error("\"never\", since add_prefix_space is false") : value;
    }

    /// <summary>Makes a component; what it refuses is said of this value.</summary>
    public static T Make<T>(JsonPart value, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            throw value.Refused(error);
        }
    }

    /// <summary>A type that is none of the known.</summary>
    public static InvalidFileException UnknownType(JsonPart component, string types) => component["type"].Error($"one of {types}");
}
