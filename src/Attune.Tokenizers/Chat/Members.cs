namespace Attune.Tokenizers;

/// <summary>Looking into values: attributes, elements, slices.</summary>
internal static class Members
{
    /// <summary><c>holder.name</c>: methods come before a dictionary's keys, as in Jinja.</summary>
    public static object Attribute(object holder, string name)
        => Named(holder, name) ?? (holder as TemplateMap)?.Find(name) ?? Missing(holder, name);

    /// <summary><c>holder[key]</c>: a dictionary's keys come before methods.</summary>
    public static object Element(TemplateRenderer renderer, object holder, object key)
    {
        object? found = holder switch
        {
            TemplateMap map => ValueEquality.CanBeKey(key) ? map.Find(key) : null,
            TemplateList { Kind: SequenceKind.List or SequenceKind.Tuple } list when Index(key, list.Items.Length) is int at => list.Items[at],
            string text => Character(renderer, text, key),
            _ => null,
        };
        if (found is null && key is string name)
            found = Named(holder, name);
        return found ?? Missing(holder, key is string or Int128 ? PythonRepresentation.Str(renderer, key) : "of that key");
    }

    /// <summary><c>holder[start:stop:step]</c>.</summary>
    public static object Slice(TemplateRenderer renderer, object holder, object? start, object? stop, object? step)
    {
        if (holder is not (string or TemplateList { Kind: SequenceKind.List or SequenceKind.Tuple }))
            throw new TemplateFault("a list or a text to slice", Values.TypeName(holder));
        renderer.Step(Values.Cost(holder));
        long length = Values.Length(holder);
        long by = Bound(step) ?? 1;
        if (by == 0)
            throw new TemplateFault("a step other than 0", "0");
        long low = by > 0 ? 0 : -1;
        long high = by > 0 ? length : length - 1;
        long from = Clamp(Bound(start), by > 0 ? low : high);
        long to = Clamp(Bound(stop), by > 0 ? high : low);
        if (holder is string text && by == 1)
            return from < to ? text[PythonText.Offset(text, from)..PythonText.Offset(text, to)] : "";
        object[] items = Values.Walk(renderer, holder);
        var kept = new List<object>();
        for (long i = from; by > 0 ? i < to : i > to; i += by)
            kept.Add(items[i]);
        renderer.Step(kept.Count);
        return holder is TemplateList list ? new TemplateList([.. kept], list.Kind) : string.Concat(kept.Cast<string>());

        long Clamp(long? bound, long otherwise)
            => bound is not { } at ? otherwise : Math.Clamp(at < 0 ? at + length : at, low, high);
    }

    private static object? Named(object holder, string name) => holder switch
    {
        TemplateNamespace space => space.Values.GetValueOrDefault(name),
        TemplateLoop loop => loop.Get(name),
        string or TemplateMap or TemplateList => Methods.Find(holder, name),
        _ => null,
    };

    private static TemplateUndefined Missing(object holder, string name)
    {
        if (holder is TemplateUndefined undefined)
            throw new TemplateFault($"a value to look for '{Short(name)}' in", undefined.Description);
        return new TemplateUndefined($"'{Short(name)}', which the {Values.TypeName(holder)} does not have");
    }

    private static string Short(string name) => name.Length > 40 ? name[..40] + "…" : name;

    private static string? Character(TemplateRenderer renderer, string text, object key)
    {
        renderer.Step(Values.Cost(text));
        if (Index(key, PythonText.Length(text)) is not int at)
            return null;
        int offset = PythonText.Offset(text, at);
        return text[offset..PythonText.Offset(text, 1, offset)];
    }

    private static int? Index(object key, int length)
    {
        if (Values.Unwrap(key) is not Int128 index)
            return null;
        index = index < 0 ? index + length : index;
        return index >= 0 && index < length ? (int)index : null;
    }

    private static long? Bound(object? value) => value switch
    {
        null or TemplateNone => null,
        _ when Values.Unwrap(value) is Int128 number => (long)Int128.Clamp(number, int.MinValue, int.MaxValue),
        _ => throw new TemplateFault("integers as the bounds of a slice", Values.TypeName(value)),
    };
}
