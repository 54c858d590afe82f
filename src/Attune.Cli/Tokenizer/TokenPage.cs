using System.Globalization;
using System.Text;
using System.Text.Json;
using Attune.Tokenizers;
using Attune.Training;

namespace Attune.Cli.Tokenizers;

/// <summary>The page of <c>attune tokenizer show</c>: the text with its tokens on colours; what is known of a token appears where the pointer is.</summary>
internal static class TokenPage
{
    private const int LongestShown = 12;

    private const string Style = """
        #tip { max-width: 28rem; white-space: pre-line; }
        """;

    // Without the signs that XML would have written otherwise.
    private const string Script = """
        const data = JSON.parse(document.getElementById("data").textContent);
        const marks = [...document.querySelectorAll(".text i")];
        const numbers = new Map(marks.map((mark, number) => [mark, number]));
        const tip = document.getElementById("tip");
        document.addEventListener("mousemove", event => {
          const number = numbers.get(event.target);
          tip.hidden = number === undefined;
          if (tip.hidden) return;
          const id = data.ids[number], at = data.offsets.slice(4 * number, 4 * number + 4);
          tip.textContent = `id ${id}\nbytes ${data.bytes[id]}\ncharacters ${at[0]} to ${at[1]}\nUTF-8 ${at[2]} to ${at[3]}\ntoken ${number + 1} of ${marks.length}`;
          tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + "px";
          tip.style.top = Math.min(event.clientY + 18, innerHeight - tip.offsetHeight - 8) + "px";
        });
        """;

    public static void Write(string path, string name, Tokenizer tokenizer, string text, IReadOnlyList<TokenView> views)
    {
        TokenView[] tokens = [.. views.Where(view => view.IsToken)];
        int bytes = Encoding.UTF8.GetByteCount(text);
        TokenizerPage.Write(
            path,
            $"Tokens of {Path.GetFileName(Path.TrimEndingDirectorySeparator(name))}",
            "Each colour is one token; · is a space, ⏎ a line end, → a tab, ⟨…⟩ a part of a character. Point at a token for its id, bytes and place.",
            page =>
            {
                page.Facts(
                    (Number(tokens.Length), "tokens"),
                    (Number(bytes), "bytes"),
                    (Ratio(bytes, tokens.Length), "bytes per token"),
                    (Number(tokens.DistinctBy(token => token.Id).Count()), "different tokens"),
                    (Number(tokenizer.IdLimit), "ids in the vocabulary"));
                page.Element("h2", "Text");
                page.Tokens(views);
                page.Element("h2", "Longest tokens");
                page.Table(["token", "id", "bytes", "times"], Longest(tokens));
                page.WriteStartElement("div");
                page.WriteAttributeString("id", "tip");
                page.WriteAttributeString("hidden", "hidden");
                page.WriteFullEndElement();
                page.WriteStartElement("script");
                page.WriteAttributeString("type", "application/json");
                page.WriteAttributeString("id", "data");
                page.WriteRaw(Data(tokenizer, tokens));
                page.WriteFullEndElement();
                page.WriteStartElement("script");
                page.WriteRaw(Script);
                page.WriteFullEndElement();
            },
            Style);
    }

    private static IEnumerable<string[]> Longest(TokenView[] tokens) =>
        tokens.GroupBy(token => token.Id)
            .OrderByDescending(same => Length(same.First())).ThenBy(same => same.Key)
            .Take(LongestShown)
            .Select(same => new[] { same.First().Shown, $"{same.Key}", Number(Length(same.First())), Number(same.Count()) });

    private static int Length(TokenView token) => token.Utf8Offset.End.Value - token.Utf8Offset.Start.Value;

    // The writer escapes what could end the element.
    private static string Data(Tokenizer tokenizer, TokenView[] tokens)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("ids");
            foreach (var token in tokens)
                json.WriteNumberValue(token.Id);
            json.WriteEndArray();
            json.WriteStartArray("offsets");
            foreach (var token in tokens)
            {
                json.WriteNumberValue(token.Offset.Start.Value);
                json.WriteNumberValue(token.Offset.End.Value);
                json.WriteNumberValue(token.Utf8Offset.Start.Value);
                json.WriteNumberValue(token.Utf8Offset.End.Value);
            }

            json.WriteEndArray();
            json.WriteStartObject("bytes");
            foreach (int id in tokens.Select(token => token.Id).Distinct())
                json.WriteString($"{id}", Bytes(tokenizer, id));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Bytes(Tokenizer tokenizer, int id)
    {
        var vocabulary = tokenizer.Model.Vocabulary;
        var bytes = vocabulary.Contains(id) ? vocabulary.Bytes(id) : Encoding.UTF8.GetBytes(tokenizer.TokenOf(id) ?? "");
        var text = new StringBuilder();
        foreach (byte value in bytes)
            text.Append(text.Length > 0 ? " " : "").Append(value.ToString("X2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static string Number(int value) => value.ToString("n0", CultureInfo.InvariantCulture);

    private static string Ratio(int bytes, int tokens) => (bytes / Math.Max(1.0, tokens)).ToString("0.00", CultureInfo.InvariantCulture);
}
