using System.CommandLine;
using System.Globalization;
using System.Text;
using Attune.Tokenizers;

namespace Attune.Cli.Tokenizers;

/// <summary><c>attune tokenizer decode</c>: the text of ids, written as they come.</summary>
internal static class DecodeCommand
{
    public static Command Create()
    {
        var tokenizer = TokenizerCommand.TokenizerArgument();
        var ids = new Argument<string[]>("IDS") { Description = "The ids, with spaces or commas between; without any, standard input.", Arity = ArgumentArity.ZeroOrMore };
        var skip = new Option<bool>("--skip-special") { Description = "Leave special tokens out." };
        var command = new Command("decode", "Print the text of ids.") { tokenizer, ids, skip };
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, () =>
        {
            var decoder = Tokenizer.Load(arguments.GetValue(tokenizer)!).CreateStreamingDecoder(arguments.GetValue(skip));
            var output = arguments.InvocationConfiguration.Output;
            string[] given = arguments.GetValue(ids)!;
            using var reader = given.Length > 0 ? new StringReader(string.Join(' ', given)) : Console.In;
            foreach (int id in Read(reader))
            {
                cancellation.ThrowIfCancellationRequested();
                output.Write(decoder.Add(id));
            }

            output.WriteLine(decoder.Flush());
            return Task.CompletedTask;
        }));
        return command;
    }

    // Numbers apart from each other by white space, commas or brackets.
    private static IEnumerable<int> Read(TextReader text)
    {
        var word = new StringBuilder();
        for (int next = text.Read(); ; next = text.Read())
        {
            if (next >= 0 && !char.IsWhiteSpace((char)next) && (char)next is not (',' or '[' or ']'))
            {
                word.Append((char)next);
                continue;
            }

            if (word.Length > 0)
            {
                yield return int.TryParse(word.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int id)
                    ? id
                    : throw new ArgumentException($"expected ids, found \"{word}\"");
                word.Clear();
            }

            if (next < 0)
                yield break;
        }
    }
}
