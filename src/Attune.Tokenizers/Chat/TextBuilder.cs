using System.Text;

namespace Attune.Tokenizers;

/// <summary>Makes a text within the renderer's limits.</summary>
internal sealed class TextBuilder(TemplateRenderer renderer)
{
    private readonly StringBuilder _text = new();

    public TextBuilder Append(ReadOnlySpan<char> text)
    {
        if ((long)_text.Length + text.Length > ChatTemplate.MaxLength)
            throw new TemplateFault($"a text of at most {ChatTemplate.MaxLength} characters", "a longer one");
        renderer.Step(1 + text.Length / 16);
        _text.Append(text);
        return this;
    }

    /// <summary>Appends one character so many times.</summary>
    public TextBuilder Repeat(char character, long count)
    {
        renderer.StepText(_text.Length + count);
        _text.Append(character, (int)count);
        return this;
    }

    public override string ToString() => _text.ToString();
}
