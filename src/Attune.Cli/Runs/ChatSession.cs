using Attune.Inference;

namespace Attune.Cli.Runs;

/// <summary>
/// A conversation, line by line. A model with a chat template answers; any other continues the text that is typed, until it ends: then the next line begins another.
/// Answers go to the output alone; prompts and notes go beside them.
/// </summary>
internal sealed class ChatSession
{
    private readonly LoadedModel _model;
    private readonly Chat _chat;
    private readonly GenerationOptions _options;
    private readonly string? _system;
    private readonly Interrupts _interrupts;
    private bool _isOver;

    /// <summary>Begins a conversation.</summary>
    /// <param name="model">Who answers.</param>
    /// <param name="options">How.</param>
    /// <param name="system">What the model is told before; null for nothing.</param>
    /// <param name="interrupts">The first stops an answer.</param>
    /// <exception cref="ArgumentException">The model has no template, so that nothing can be told before.</exception>
    public ChatSession(LoadedModel model, GenerationOptions options, string? system, Interrupts interrupts)
    {
        (_model, _options, _system, _interrupts) = (model, options, system, interrupts);
        _chat = new Chat(model.Generator, model.Template) { BosToken = model.Tokens.Bos, EosToken = model.Tokens.Eos };
        if (system is not null && _chat.Template is null)
            throw new ArgumentException($"--system: expected a model with a chat template, found none in {model.Path}");
        Begin();
    }

    public required TextReader Input { private get; init; }

    public required TextWriter Output { private get; init; }

    public required TextWriter Notes { private get; init; }

    /// <summary>Whether somebody types. Otherwise the first line that cannot be answered ends the conversation.</summary>
    public required bool IsInteractive { private get; init; }

    /// <summary>Talks until the input ends.</summary>
    /// <returns>The status of the command.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted while no answer was being given.</exception>
    public async Task<int> RunAsync()
    {
        const string Ways = "/reset begins anew, Ctrl+C stops an answer, /quit or Ctrl+D ends";
        if (_chat.Template is null)
            Notes.WriteLine($"{_model.Path} has no chat template: it continues what you type as a text ({Ways})");
        else if (IsInteractive)
            Notes.WriteLine($"Talk to {_model.Path} ({Ways})");
        for (int turn = 0; ;)
        {
            string? line = await ReadAsync();
            switch (line?.Trim())
            {
                case null or "/quit" or "/bye":
                    return 0;
                case "/reset":
                    Begin();
                    break;
                case ['/', ..] command when !command.Contains(' ', StringComparison.Ordinal):
                    Notes.WriteLine($"{command}: expected /reset or /quit");
                    break;
                case "" when _chat.Template is not null:
                    break;
                default:
                    if (!Answer(line!, turn++) && !IsInteractive)
                        return AttuneCommand.UsageStatus;
                    break;
            }
        }
    }

    private async Task<string?> ReadAsync()
    {
        if (!IsInteractive)
            return await Task.Run(Input.ReadLine).WaitAsync(_interrupts.Token);
        Notes.Write("> ");
        string? line = null;
        try
        {
            return line = await Task.Run(Input.ReadLine).WaitAsync(_interrupts.Token);
        }
        finally
        {
            if (line is null)
                Notes.WriteLine(); // Below the prompt.
        }
    }

    private void Begin()
    {
        _chat.Clear();
        if (_system is not null)
            _chat.Add(new("system", _system));
    }

    /// <returns>Whether there was an answer, or the beginning of one.</returns>
    private bool Answer(string line, int turn)
    {
        using var part = _interrupts.Part();
        try
        {
            _chat.Options = _options with { Sequence = turn };
            if (_isOver)
                Begin();
            _isOver = false;
            bool isText = _chat.Template is null;
            if (isText && _chat.TokenCount == 0)
                _chat.Start = _model.Start(line);
            var answer = _chat.Reply(line, part.Token);
            if (isText)
                Output.Write(line);
            FinishReason? finish = null;
            foreach (var token in answer)
            {
                Output.Write(token.Text);
                Output.Flush();
                finish = token.Finish;
            }

            Output.WriteLine();
            _isOver = isText && finish is FinishReason.StopToken or FinishReason.StopString or FinishReason.Context;
            if (IsInteractive && Note(finish, isText) is { } note)
                Notes.WriteLine(note);
            return true;
        }
        catch (OperationCanceledException) when (!_interrupts.Token.IsCancellationRequested)
        {
            Output.WriteLine();
            Notes.WriteLine("(stopped: what you said last is forgotten)");
            return true;
        }
        catch (Exception exception) when (Verb.Explains(exception))
        {
            Notes.WriteLine($"attune chat: {Verb.Line(exception)}");
            return false;
        }
    }

    private string? Note(FinishReason? finish, bool isText) => (finish, isText) switch
    {
        (FinishReason.Length, true) => $"(cut after {_options.MaxNewTokens} tokens: an empty line goes on)",
        (FinishReason.Length, false) => $"(cut after {_options.MaxNewTokens} tokens: --max-new-tokens allows more)",
        (FinishReason.Context, true) => "(the model's context is full: the next line begins another text)",
        (FinishReason.Context, false) => "(the model's context is full: /reset begins anew)",
        (_, true) => "(the text ends here: the next line begins another)",
        _ => null,
    };
}
