using System.CommandLine;
using System.Globalization;
using System.Text;
using Attune.Tokenizers;
using Spectre.Console;

namespace Attune.Cli.Tokenizers;

/// <summary><c>attune tokenizer show</c>: a text with its tokens on colours, in the terminal or as a page.</summary>
internal static class ShowCommand
{
    private const int IdsShown = 200;

    private static readonly Color[] s_colours = [new(175, 205, 255), new(255, 205, 150), new(175, 230, 180), new(235, 185, 240)];

    public static Command Create()
    {
        var tokenizer = TokenizerCommand.TokenizerArgument();
        var text = new Argument<string?>("TEXT") { Description = "The text; without it and --file, standard input.", Arity = ArgumentArity.ZeroOrOne };
        var file = TokenizerCommand.FileOption();
        var page = new Option<string?>("--out") { Description = "Write an HTML page instead." };
        var command = new Command("show", "Colour the tokens of a text.") { tokenizer, text, file, page };
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, async () =>
        {
            string name = arguments.GetValue(tokenizer)!;
            var loaded = Tokenizer.Load(name);
            string content = await TextInput.ReadAsync(arguments.GetValue(text), arguments.GetValue(file), cancellation);
            var views = TokenView.Of(loaded, content);
            if (arguments.GetValue(page) is { } path)
            {
                TokenPage.Write(path, name, loaded, content, views);
                arguments.InvocationConfiguration.Output.WriteLine($"{path}: {Summary(views, content)}");
            }
            else
            {
                Print(Verb.Console(arguments), arguments.InvocationConfiguration.Output, views, content);
            }
        }));
        return command;
    }

    private static void Print(IAnsiConsole console, TextWriter output, IReadOnlyList<TokenView> views, string text)
    {
        TokenView[] tokens = [.. views.Where(view => view.IsToken)];
        bool colours = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        if (colours)
        {
            console.Write(Coloured(views.Select(view => (view.Shown, view.IsToken))));
            console.WriteLine();
            console.WriteLine();
            console.Write(Coloured(tokens.Take(IdsShown).SelectMany(token => new[] { ($"{token.Id}", true), (" ", false) })));
            console.WriteLine();
        }
        else
        {
            // Past the console, which would break lines.
            output.WriteLine(Cut(views));
            output.WriteLine(string.Join(' ', tokens.Take(IdsShown).Select(token => $"{token.Id}")));
        }

        if (tokens.Length > IdsShown)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {tokens.Length - IdsShown:n0} ids more: see attune tokenizer encode"));
        output.WriteLine(Summary(views, text));
    }

    /// <summary>The tokens with bars between, for where there are no colours.</summary>
    public static string Cut(IEnumerable<TokenView> views) => string.Join('|', views.Select(view => view.Shown));

    private static Paragraph Coloured(IEnumerable<(string Text, bool IsToken)> parts)
    {
        var paragraph = new Paragraph();
        int number = 0;
        foreach (var (text, isToken) in parts)
            paragraph.Append(text, isToken ? new Style(Color.Black, s_colours[number++ % s_colours.Length]) : Style.Plain);
        return paragraph;
    }

    private static string Summary(IReadOnlyList<TokenView> views, string text)
    {
        int tokens = views.Count(view => view.IsToken);
        int bytes = Encoding.UTF8.GetByteCount(text);
        return string.Create(CultureInfo.InvariantCulture, $"{tokens:n0} tokens, {bytes:n0} bytes, {bytes / Math.Max(1.0, tokens):0.00} bytes per token");
    }
}
