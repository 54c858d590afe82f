using System.CommandLine;

namespace Attune.Cli.Runs;

/// <summary><c>attune chat</c>: talk to a model, line by line.</summary>
internal static class ChatCommand
{
    public static Command Create(Interrupts interrupts)
    {
        var model = new Argument<string>("RUN_OR_FILE") { Description = "A run, a folder with config.json and model.safetensors, or llama2.c's .bin." };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "The tokenizer, where it is not in the folder." };
        var system = new Option<string?>("--system") { Description = "What the model is told before the conversation; for models with a chat template." };
        var sampling = new SamplingOptions(temperature: 0.8, maxNewTokens: 256);
        var command = new Command("chat", "Talk to a model. One with a chat template answers; any other continues what you type.") { model, tokenizer, system };
        sampling.AddTo(command);
        command.SetAction((arguments, _) => Verb.RunAsync(arguments, () =>
        {
            sampling.Of(arguments, []);
            var loaded = LoadedModel.Load(arguments.GetValue(model)!, arguments.GetValue(tokenizer));
            var configuration = arguments.InvocationConfiguration;
            var session = new ChatSession(loaded, sampling.Of(arguments, loaded.Tokens.Ends), arguments.GetValue(system), interrupts)
            {
                Input = Console.In,
                Output = configuration.Output,
                Notes = configuration.Error,
                IsInteractive = !Console.IsInputRedirected,
            };
            return session.RunAsync();
        }));
        return command;
    }
}
