using System.Runtime.InteropServices;
using Attune.Nn;
using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>
/// A conversation with a model. With a template, messages become the text that the model was trained on; without one, what is said is appended as it is and the model
/// continues. Keys and values stay between turns: only tokens are computed that are new or come after a change.
/// </summary>
/// <remarks>Not thread-safe: one conversation, one caller at a time. Any number of conversations may share a generator.</remarks>
public sealed class Chat
{
    private readonly TextGenerator _generator;
    private readonly List<ChatMessage> _messages = [];
    private readonly KeyValueCache _cache;

    // The tokens of the conversation: those of the last turn, answer included. The cache holds a beginning of them.
    private List<int> _ids = [];

    /// <summary>Begins a conversation.</summary>
    /// <param name="generator">Model and tokenizer.</param>
    /// <param name="template">How messages become text; null to append them as they are.</param>
    public Chat(TextGenerator generator, ChatTemplate? template = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        (_generator, Template) = (generator, template);
        _cache = generator.Model.NewCache();
    }

    /// <summary>How messages become text; null where they are appended as they are.</summary>
    public ChatTemplate? Template { get; }

    /// <summary>How answers are generated; may change between turns.</summary>
    public GenerationOptions Options { get; set; } = new();

    /// <summary>The token that begins a text, as the template may ask for it; null for none.</summary>
    public string? BosToken { get; init; }

    /// <summary>The token that ends a text, as the template may ask for it; null for none.</summary>
    public string? EosToken { get; init; }

    /// <summary>
    /// Tokens before the first ones of a conversation without a template, as where a model learned that texts begin behind the end of another; may change between conversations.
    /// </summary>
    public IReadOnlyList<int> Start { get; set; } = [];

    /// <summary>All that was said, oldest first.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Tokens of the conversation so far, of at most <see cref="Models.SequenceModel.ContextLength"/>.</summary>
    public int TokenCount => _ids.Count;

    /// <summary>Adds a message that needs no answer, such as one of role <c>system</c>; the next answer sees it.</summary>
    /// <exception cref="InvalidOperationException">There is no template: roles mean nothing then.</exception>
    public void Add(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Template is null)
            throw new InvalidOperationException("chat: expected a template for messages that need no answer, got none");
        _messages.Add(message);
    }

    /// <summary>Forgets all that was said.</summary>
    public void Clear()
    {
        _messages.Clear();
        _ids = [];
        _cache.Truncate(0);
    }

    /// <summary>Says something and gives the answer, token by token, each computed when it is asked for.</summary>
    /// <param name="text">What the user says.</param>
    /// <param name="cancellation">Ends the answer before the next token.</param>
    /// <remarks>To be read once. Only an answer that was read to its end becomes part of the conversation, with what was said; otherwise neither does.</remarks>
    /// <exception cref="GenerationException">The conversation fills the model's context, or the model's logits are not finite.</exception>
    /// <exception cref="ArgumentException">Options that make no sense, or nothing said at all.</exception>
    /// <exception cref="TokenizationException">The tokenizer cannot encode it.</exception>
    /// <exception cref="ChatTemplateException">The template refuses the conversation.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<GeneratedToken> Reply(string text, CancellationToken cancellation = default) => Answer(text, RequestFor(text, cancellation), cancellation);

    /// <summary>Says something and gives the answer, token by token, computed on a thread of its own.</summary>
    /// <inheritdoc cref="Reply"/>
    public IAsyncEnumerable<GeneratedToken> ReplyAsync(string text, CancellationToken cancellation = default)
    {
        var request = RequestFor(text, cancellation);
        return TextGenerator.OnItsOwnThread(stop => Answer(text, request, stop), cancellation);
    }

    private GenerationRequest RequestFor(string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] ids = Template is null
            ? [.. _ids.Count == 0 ? Start : _ids, .. _generator.Tokenizer.EncodeToIds(text, addSpecialTokens: _ids.Count == 0)]
            : _generator.Tokenizer.EncodeToIds(Render(Template, text, cancellation), addSpecialTokens: false, allowSpecialTokens: true);
        int context = _generator.Model.ContextLength;
        if (ids.Length > context)
            throw new GenerationException($"conversation: expected at most {context} tokens (the model's context), found {ids.Length}; begin a new one");
        var request = new GenerationRequest(ids, Options);
        _generator.CheckStream(request);
        return request;
    }

    private string Render(ChatTemplate template, string text, CancellationToken cancellation) => template.Render(
        new([.. _messages, new("user", text)]) { AddGenerationPrompt = true, BosToken = BosToken, EosToken = EosToken }, cancellation);

    private IEnumerable<GeneratedToken> Answer(string text, GenerationRequest request, CancellationToken cancellation)
    {
        // What is cached of the same beginning stays; the last token is computed in any case, for what follows it.
        int same = CollectionsMarshal.AsSpan(_ids).CommonPrefixLength(request.Prompt.ToArray());
        _cache.Truncate(Math.Min(Math.Min(same, _cache.Length), request.Prompt.Count - 1));
        List<int> before = _ids, ids = [];
        _ids = ids;
        bool isWhole = false;
        string answer = "";
        try
        {
            foreach (var token in _generator.Tokens(request, _cache, ids, cancellation))
            {
                answer += token.Text;
                isWhole = token.Finish is not null;
                if (isWhole)
                    _messages.AddRange([new("user", text), new("assistant", answer)]);
                yield return token;
            }
        }
        finally
        {
            if (!isWhole)
            {
                _cache.Truncate(Math.Min(_cache.Length, CollectionsMarshal.AsSpan(before).CommonPrefixLength(CollectionsMarshal.AsSpan(ids))));
                _ids = before;
            }
        }
    }
}
