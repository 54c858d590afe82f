namespace Attune.Tokenizers;

/// <summary>What a value is assigned to: a variable, several that take a list apart, or an attribute of a namespace.</summary>
internal sealed record AssignmentTarget(TemplatePosition At, IReadOnlyList<string> Names, string? Attribute, bool IsTuple)
{
    public void Assign(TemplateRenderer renderer, object value)
    {
        if (Attribute is not null)
        {
            object holder = renderer.Scope.Find(Names[0]) ?? new TemplateUndefined($"'{Names[0]}', which is not defined");
            if (holder is not TemplateNamespace space)
                throw new TemplateFault("a namespace, the only value that 'set' can change", Values.TypeName(holder));
            space.Values[Attribute] = value;
        }
        else if (!IsTuple)
        {
            renderer.Scope.Set(Names[0], value);
        }
        else
        {
            object[] parts = Values.Walk(renderer, value);
            if (parts.Length != Names.Count)
                throw new TemplateFault($"{Names.Count} values to assign", $"{parts.Length}");
            for (int i = 0; i < parts.Length; i++)
                renderer.Scope.Set(Names[i], parts[i]);
        }
    }
}
