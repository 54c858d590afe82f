using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Tokenizers;

namespace Attune.Cli.Tokenizers;

/// <summary><c>attune tokenizer encode</c>: the ids of a text, written as they are found.</summary>
internal static class EncodeCommand
{
    private const int BlockLength = 1 << 14;

    public static Command Create()
    {
        var tokenizer = TokenizerCommand.TokenizerArgument();
        var text = new Argument<string?>("TEXT") { Description = "The text; without it and --file, standard input.", Arity = ArgumentArity.ZeroOrOne };
        var file = TokenizerCommand.FileOption();
        var special = new Option<bool>("--special") { Description = "Recognise special tokens that stand in the text; otherwise they are text." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line: ids, tokens, and offsets in UTF-16." };
        var command = new Command("encode", "Print the ids of a text.") { tokenizer, text, file, special, json };
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, async () =>
        {
            var loaded = Tokenizer.Load(arguments.GetValue(tokenizer)!);
            using var reader = TextInput.Open(arguments.GetValue(text), arguments.GetValue(file));
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(json))
                output.WriteLine(ToJson(loaded.Encode(await reader.ReadToEndAsync(cancellation), allowSpecialTokens: arguments.GetValue(special))));
            else
                await WriteIdsAsync(loaded, reader, arguments.GetValue(special), output, cancellation);
        }));
        return command;
    }

    private static async Task WriteIdsAsync(Tokenizer tokenizer, TextReader text, bool special, TextWriter output, CancellationToken cancellation)
    {
        var block = new StringBuilder();
        string separator = "";
        await foreach (int id in tokenizer.EncodeToIdsAsync(text, allowSpecialTokens: special, cancellation: cancellation))
        {
            block.Append(separator).Append(CultureInfo.InvariantCulture, $"{id}");
            separator = " ";
            if (block.Length < BlockLength)
                continue;
            output.Write(block);
            block.Clear();
        }

        output.WriteLine(block);
    }

    private static string ToJson(EncodedText encoded)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ids");
            foreach (int id in encoded.Ids)
                writer.WriteNumberValue(id);
            writer.WriteEndArray();
            writer.WriteStartArray("tokens");
            foreach (var token in encoded.Tokens)
                writer.WriteStringValue(token.Value);
            writer.WriteEndArray();
            writer.WriteStartArray("offsets");
            foreach (var token in encoded.Tokens)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(token.Offset.Start.Value);
                writer.WriteNumberValue(token.Offset.End.Value);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
