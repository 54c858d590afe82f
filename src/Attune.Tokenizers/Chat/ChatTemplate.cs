namespace Attune.Tokenizers;

/// <summary>
/// A chat template as <c>tokenizer_config.json</c> holds it: turns a conversation into the text a model was trained on. The language is
/// the part of Jinja2 (3.1) that published templates use, rendered as the models' own tools do: <c>trim_blocks</c> and
/// <c>lstrip_blocks</c>, <c>break</c> and <c>continue</c>, <c>generation</c> blocks, <c>raise_exception</c>, <c>strftime_now</c> and a
/// <c>tojson</c> that escapes no HTML. Values follow Python's rules and cannot be changed in place; integers have 128 bits. Immutable
/// and thread-safe.
/// </summary>
/// <remarks>
/// Any template ends: rendering stops with a <see cref="ChatTemplateException"/> after <see cref="MaxSteps"/> steps, at
/// <see cref="MaxLength"/> characters, or when macros call one another more than <see cref="MaxCalls"/> deep. Input values nest at most
/// <see cref="MaxNesting"/> deep, as do a template's own blocks and expressions.
/// Not there: recursive loops, inheritance and includes, <c>%</c> as text formatting, lists changed in place. Jinja escapes HTML in what
/// is joined to a text marked with <c>safe</c>; here <c>safe</c> changes nothing.
/// </remarks>
public sealed class ChatTemplate
{
    /// <summary>
    /// The most steps one rendering takes: a step is a statement or expression evaluated, an element of a list or 16 characters of a text handled.
    /// </summary>
    public const int MaxSteps = 10_000_000;

    /// <summary>The most characters (UTF-16 code units) of a template.</summary>
    public const int MaxTemplateLength = 1024 * 1024;

    /// <summary>The most characters (UTF-16 code units) of a rendered text, and of every text on the way to it.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    /// <summary>How deep macros may call one another.</summary>
    public const int MaxCalls = 200;

    /// <summary>How deep blocks, expressions and values may nest.</summary>
    public const int MaxNesting = 200;

    private readonly IReadOnlyList<Statement> _body;

    private ChatTemplate(string source, IReadOnlyList<Statement> body)
    {
        Source = source;
        _body = body;
    }

    /// <summary>The template's own text.</summary>
    public string Source { get; }

    /// <summary>Reads a template.</summary>
    /// <exception cref="ChatTemplateException">It breaks the language's rules: the message says where and how.</exception>
    public static ChatTemplate Parse(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.Length > MaxTemplateLength)
            throw new ChatTemplateException(new(1, 1), $"a template of at most {MaxTemplateLength} characters", $"{template.Length}");
        return new ChatTemplate(template, new TemplateParser(TemplateLexer.Split(template)).ParseTemplate());
    }

    /// <summary>
    /// Reads the template of a model: of its folder (<c>chat_template.jinja</c>, or <c>chat_template</c> in <c>tokenizer_config.json</c>), of one of these files, or of GGUF.
    /// Null where there is none.
    /// </summary>
    /// <exception cref="Formats.InvalidFileException">The file breaks its format, or the template the language's rules.</exception>
    public static ChatTemplate? Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ChatTemplateFile.Load(path);
    }

    /// <summary>Renders a conversation, special tokens included as the texts that stand for them.</summary>
    /// <exception cref="ChatTemplateException">The template refuses the conversation, fails on it, or exceeds a limit.</exception>
    /// <exception cref="ArgumentException">A value among the tools, documents or variables is one that templates cannot hold.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public string Render(ChatTemplateInput input, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return TemplateRenderer.Render(_body, TemplateInputs.Variables(input), input.Now, cancellation);
    }

    /// <inheritdoc cref="Render(ChatTemplateInput, CancellationToken)"/>
    /// <param name="messages">The conversation, oldest message first.</param>
    /// <param name="addGenerationPrompt">Whether the text ends where the assistant's answer begins.</param>
    /// <param name="cancellation">Stops the rendering.</param>
    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt = false, CancellationToken cancellation = default)
        => Render(new ChatTemplateInput(messages) { AddGenerationPrompt = addGenerationPrompt }, cancellation);
}
