using System.Diagnostics;
using System.Runtime.InteropServices;
using Attune.Cli.Runs;
using Attune.Inference;
using Attune.Tokenizers;

namespace Attune.Cli.Tests;

public sealed class ChatSessionTests : IDisposable
{
    private const string Template =
        "{% for m in messages %}{{ bos_token }}{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}{{ bos_token }}assistant:{% endif %}";

    private static readonly GenerationOptions s_drawn = new() { MaxNewTokens = 6, Temperature = 0.9, Seed = 3 };

    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;
    private readonly Interrupts _interrupts = new();

    public ChatSessionTests() => TinyModel.Save(_folder);

    public void Dispose()
    {
        _interrupts.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_model_with_a_template_is_talked_to_through_it()
    {
        WriteTemplate();
        var model = LoadedModel.Load(_folder, null);
        List<ChatMessage> messages = [new("system", "Be brief.")];
        string expected = "";
        string[] said = ["Hello", "Why?"];
        for (int turn = 0; turn < said.Length; turn++)
        {
            messages.Add(new("user", said[turn]));
            string prompt = ChatTemplate.Parse(Template).Render(new ChatTemplateInput(messages) { AddGenerationPrompt = true, BosToken = "<|endoftext|>" });
            int[] ids = model.Generator.Tokenizer.EncodeToIds(prompt, addSpecialTokens: false, allowSpecialTokens: true);
            string answer = model.Generator.Generate(new GenerationRequest(ids, s_drawn with { Sequence = turn, StopTokens = model.Tokens.Ends })).Text;
            messages.Add(new("assistant", answer));
            expected += answer + "\n";
        }

        var (status, output, notes) = await TalkAsync("Hello\n\nWhy?\n", system: "Be brief.");

        Assert.Equal((0, expected, ""), (status, output, notes));
    }

    [Fact]
    public async Task Reset_begins_anew_and_quit_ends()
    {
        WriteTemplate();

        var (status, output, notes) = await TalkAsync("Hello\n/reset\nHello\n/qiut\n/quit\nnever\n", s_drawn with { Temperature = 0 });

        Assert.Equal(0, status);
        Assert.Equal("/qiut: expected /reset or /quit\n", notes);
        string[] answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, answers.Length);
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task A_model_without_a_template_continues_texts_and_says_so()
    {
        var generator = LoadedModel.Load(_folder, null).Generator;
        string first = generator.Generate("The fox", s_drawn).Text;

        var (status, output, notes) = await TalkAsync("The fox\n");

        Assert.Equal((0, $"The fox{first}\n"), (status, output));
        Assert.Equal($"{_folder} has no chat template: it continues what you type as a text (/reset begins anew, Ctrl+C stops an answer, /quit or Ctrl+D ends)\n", notes);
    }

    [Fact]
    public async Task An_empty_line_goes_on_with_a_text_that_was_cut()
    {
        string whole = LoadedModel.Load(_folder, null).Generator.Generate("The fox", s_drawn with { Temperature = 0, MaxNewTokens = 12 }).Text;

        var (_, output, _) = await TalkAsync("The fox\n\n", s_drawn with { Temperature = 0 });

        Assert.Equal($"The fox{whole}", output.Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_after_the_end_of_a_text_begins_another()
    {
        var (_, output, _) = await TalkAsync("The fox\nThe fox\n", s_drawn with { Temperature = 0, StopStrings = ["i", "o", "e", "a", " "], MaxNewTokens = 100 });

        string[] texts = output.Split("The fox", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, texts.Length);
        Assert.Equal(texts[0], texts[1]);
    }

    [Fact]
    public async Task What_cannot_be_answered_ends_a_conversation_that_nobody_types_with_status_2()
    {
        WriteTemplate();

        var (status, output, notes) = await TalkAsync($"{new string('x', 200)}\nHello\n");

        Assert.Equal((2, ""), (status, output));
        Assert.StartsWith("attune chat: conversation: expected at most 120 tokens (the model's context), found", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_stops_an_answer_and_forgets_the_turn()
    {
        WriteTemplate();
        var model = LoadedModel.Load(_folder, null);
        using var output = new InterruptingWriter(_interrupts);
        using var notes = new StringWriter();
        using var input = new StringReader("Stop\nHello\n");
        var session = new ChatSession(model, s_drawn with { Temperature = 0, MaxNewTokens = 40 }, null, _interrupts) { Input = input, Output = output, Notes = notes, IsInteractive = false };

        Assert.Equal(0, await session.RunAsync());

        Assert.Equal("(stopped: what you said last is forgotten)\n", notes.ToString());
        var (_, alone, _) = await TalkAsync("Hello\n", s_drawn with { Temperature = 0, MaxNewTokens = 40 });
        Assert.Equal(alone, output.ToString().Split('\n', 2)[1]);
    }

    [Fact]
    public void A_system_prompt_needs_a_template() => Assert.Equal(
        $"--system: expected a model with a chat template, found none in {_folder}",
        Assert.Throws<ArgumentException>(() => new ChatSession(LoadedModel.Load(_folder, null), s_drawn, "Be brief.", _interrupts) { Input = TextReader.Null, Output = TextWriter.Null, Notes = TextWriter.Null, IsInteractive = false }).Message);

    [Fact]
    public async Task A_conversation_is_read_from_standard_input_and_ends_with_it()
    {
        string command = Path.Combine(AppContext.BaseDirectory, "attune.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [command, "chat", _folder, "--max-new-tokens", "5"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync("The fox\n/reset\nThe owl");
        process.StandardInput.Close();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("The fox", output, StringComparison.Ordinal);
        Assert.Contains("The owl", output, StringComparison.Ordinal);
    }

    private void WriteTemplate() => File.WriteAllText(
        PathOf("tokenizer_config.json"), $$"""{"bos_token":{"content":"<|endoftext|>"},"eos_token":"<|endoftext|>","chat_template":"{{Template.Replace("\n", "\\n", StringComparison.Ordinal)}}"}""");

    private string PathOf(string name) => Path.Combine(_folder, name);

    private async Task<(int Status, string Output, string Notes)> TalkAsync(string said, GenerationOptions? options = null, string? system = null)
    {
        var model = LoadedModel.Load(_folder, null);
        using var output = new StringWriter();
        using var notes = new StringWriter();
        using var input = new StringReader(said);
        var session = new ChatSession(model, (options ?? s_drawn) with { StopTokens = model.Tokens.Ends }, system, _interrupts)
        {
            Input = input,
            Output = output,
            Notes = notes,
            IsInteractive = false,
        };
        return (await session.RunAsync(), output.ToString(), notes.ToString());
    }

    /// <summary>Ctrl+C at the first thing that is written.</summary>
    private sealed class InterruptingWriter(Interrupts interrupts) : StringWriter
    {
        private bool _isDone;

        public override void Write(string? value)
        {
            base.Write(value);
            if (!_isDone)
                interrupts.Interrupt(new PosixSignalContext(PosixSignal.SIGINT));
            _isDone = true;
        }
    }
}
