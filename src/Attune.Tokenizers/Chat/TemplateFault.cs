namespace Attune.Tokenizers;

/// <summary>An operation on values failed. It does not know where: the renderer adds the place and makes a <see cref="ChatTemplateException"/>.</summary>
internal sealed class TemplateFault(string expected, string found) : Exception
{
    public string Expected { get; } = expected;

    public string Found { get; } = found;
}

/// <summary>The template called <c>raise_exception</c>.</summary>
internal sealed class TemplateRaised(string message) : Exception(message);
