using System.CommandLine;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary><c>attune chat</c>: talk to a model, line by line.</summary>
internal static class ChatCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("RUN_OR_FILE") { Description = "A run, a folder with config.json and model.safetensors, or llama2.c's .bin." };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "The tokenizer, where it is not in the folder." };
        var sampling = new SamplingOptions(temperature: 0.8, maxNewTokens: 200);
        var command = new Command("chat", "Talk to a model.") { model, tokenizer };
        sampling.AddTo(command);
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, async () =>
        {
            string path = arguments.GetValue(model)!;
            var generator = ModelFiles.Load(path, arguments.GetValue(tokenizer));
            var options = sampling.Of(arguments, EndOfText.StopsOf(generator.Tokenizer));
            var output = arguments.InvocationConfiguration.Output;
            output.WriteLine("Begin a text, and the model goes on. An empty line lets it begin itself; Ctrl+D or /bye ends.");
            for (int turn = 0; ; turn++)
            {
                output.Write("> ");
                output.Flush();
                string? line = await Console.In.ReadLineAsync(cancellation);
                if (line is null or "/bye")
                    break;
                var request = ModelFiles.Request(generator, path, line, options with { Sequence = turn });
                output.Write(line);
                await foreach (var token in generator.StreamAsync(request, cancellation))
                {
                    output.Write(token.Text);
                    output.Flush();
                }

                output.WriteLine();
            }
        }));
        return command;
    }
}
