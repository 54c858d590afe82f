using System.CommandLine;
using System.Text.Json;
using System.Xml.Linq;
using Attune.Tokenizers;
using static Attune.Cli.Tests.CommandLine;

namespace Attune.Cli.Tests;

public sealed class TokenizerCommandTests : IDisposable
{
    private const string Text = "The cat sat on the mat, and the other cat sat on the hat. Thé end — 今天 🙂\n\tthe cat\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public TokenizerCommandTests() => File.WriteAllText(PathOf("data.txt"), string.Concat(Enumerable.Repeat(Text, 30)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bpe", true)]
    [InlineData("sentencepiece-bpe", true)]
    [InlineData("unigram", true)]
    [InlineData("wordpiece", false)]
    [InlineData("words", false)]
    [InlineData("characters", true)]
    [InlineData("bytes", true)]
    public async Task Every_algorithm_trains_encodes_and_decodes(string algorithm, bool isLossless)
    {
        string[] size = algorithm is "bytes" or "characters" ? [] : ["--vocabulary-size", "320"];
        string file = PathOf("tokenizer.json");

        var trained = await RunAsync(["tokenizer", "train", "--algorithm", algorithm, .. size, "--data", _folder, "--out", file]);
        Assert.Equal((0, file), (trained.Status, trained.Output.Split(':')[0]));
        var encoded = await RunAsync("tokenizer", "encode", file, "the  cat sat");
        Assert.Equal(0, encoded.Status);
        var decoded = await RunAsync(["tokenizer", "decode", file, .. encoded.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(0, decoded.Status);
        if (isLossless)
            Assert.Equal("the  cat sat", decoded.Output.TrimEnd('\n', '\r'));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("cl100k")]
    [InlineData("o200k")]
    public async Task A_saved_tokenizer_gives_the_text_back(string split)
    {
        string file = await TrainAsync("--split", split, "--special", "<end>");
        var tokenizer = Tokenizer.Load(file);

        Assert.Equal(Text, tokenizer.Decode(tokenizer.EncodeToIds(Text)));
        Assert.Equal(0, tokenizer.IdOf("<end>"));
        Assert.Null(tokenizer.IdOf("<|endoftext|>"));
    }

    [Fact]
    public async Task Encoding_as_json_gives_ids_tokens_and_offsets()
    {
        string file = await TrainAsync();

        var (status, output, _) = await RunAsync("tokenizer", "encode", file, "the cat", "--json");

        Assert.Equal(0, status);
        using var json = JsonDocument.Parse(output);
        var offsets = json.RootElement.GetProperty("offsets");
        Assert.Equal(json.RootElement.GetProperty("ids").GetArrayLength(), offsets.GetArrayLength());
        Assert.Equal(7, offsets.EnumerateArray().Last()[1].GetInt32());
        Assert.Equal("the cat", string.Concat(json.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetString())));
    }

    [Fact]
    public async Task A_file_is_encoded_as_its_text_is()
    {
        string file = await TrainAsync();

        var (status, output, _) = await RunAsync("tokenizer", "encode", file, "--file", PathOf("data.txt"));

        Assert.Equal(0, status);
        int[] ids = [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        Assert.Equal(Tokenizer.Load(file).EncodeToIds(File.ReadAllText(PathOf("data.txt"))), ids);
    }

    [Fact]
    public async Task Special_tokens_in_a_text_are_text_unless_asked_for()
    {
        string file = await TrainAsync("--special", "<end>");

        Assert.NotEqual("0", (await RunAsync("tokenizer", "encode", file, "<end>")).Output.Trim());
        Assert.Equal("0", (await RunAsync("tokenizer", "encode", file, "<end>", "--special")).Output.Trim());
    }

    [Fact]
    public async Task Show_prints_all_of_the_text()
    {
        string file = await TrainAsync();

        var (status, output, _) = await RunAsync("tokenizer", "show", file, "the cat — 🙂");

        Assert.Equal(0, status);
        Assert.Contains("bytes per token", output, StringComparison.Ordinal);
        Assert.Contains("16 bytes", output, StringComparison.Ordinal);
        Assert.StartsWith("the|·cat|", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_show_is_well_formed_and_holds_the_text()
    {
        string page = PathOf("page.html");
        string text = "<b> & \"cat\" \0\u0001\uFFFE \u202E]]> </script> 🙂 �\n";
        string file = await TrainAsync();

        var (status, _, error) = await RunAsync("tokenizer", "show", file, text, "--out", page);

        Assert.Equal((0, ""), (status, error));
        var html = XDocument.Load(page);
        int tokens = html.Descendants().Count(element => element.Name.LocalName == "i");
        Assert.Equal(Tokenizer.Load(file).EncodeToIds(text).Length, tokens);
        using var data = JsonDocument.Parse(html.Descendants().First(element => (string?)element.Attribute("id") == "data").Value);
        Assert.Equal(tokens, data.RootElement.GetProperty("ids").GetArrayLength());
        Assert.Equal(4 * tokens, data.RootElement.GetProperty("offsets").GetArrayLength());
    }

    [Fact]
    public async Task Compare_prints_a_table_json_and_a_page()
    {
        string first = await TrainAsync();
        string second = PathOf("bytes.json");
        await RunAsync("tokenizer", "train", "--algorithm", "bytes", "--data", _folder, "--out", second);
        string page = PathOf("page.html");

        var table = await RunAsync("tokenizer", "compare", first, second, "the cat да", "--out", page);
        var json = await RunAsync("tokenizer", "compare", first, second, "--file", PathOf("*.txt"), "--json");

        Assert.Equal((0, 0), (table.Status, json.Status));
        Assert.Contains("Cyrillic", table.Output, StringComparison.Ordinal);
        Assert.Contains(XDocument.Load(page).Descendants(), element => element.Name.LocalName == "rect");
        JsonElement[] rows = [.. json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(2, rows.Length);
        Assert.Equal(1, rows[1].GetProperty("bytes_per_token").GetDouble());
        Assert.True(rows[0].GetProperty("bytes_per_token").GetDouble() > 2);
        Assert.True(rows[0].GetProperty("round_trip").GetBoolean());
    }

    [Theory]
    [InlineData("unigramm", "unigram")]
    [InlineData("word-piece", "wordpiece")]
    public async Task An_unknown_algorithm_suggests_the_nearest(string algorithm, string nearest)
    {
        var (status, _, error) = await RunAsync("tokenizer", "train", "--algorithm", algorithm, "--data", _folder);

        Assert.Equal(AttuneCommand.UsageStatus, status);
        Assert.Contains($"got {algorithm}; did you mean {nearest}?", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encode missing.json text", "missing.json")]
    [InlineData("decode tokenizer.json 99999", "99999")]
    [InlineData("decode tokenizer.json one", "\"one\"")]
    [InlineData("encode tokenizer.json --file missing.txt", "missing.txt")]
    [InlineData("show data.txt text", "data.txt")]
    [InlineData("train --data missing", "missing")]
    [InlineData("train --data data.txt --vocabulary-size 10", "10")]
    [InlineData("train --data data.txt --out missing/tokenizer.json", "missing/tokenizer.json")]
    [InlineData("train --data data.txt --algorithm unigram --character-coverage 2", "2")]
    [InlineData("compare tokenizer.json", "found one of them")]
    public async Task Bad_input_is_one_line_and_status_2(string line, string named)
    {
        await TrainAsync();
        string[] names = ["missing.json", "tokenizer.json", "missing.txt", "data.txt", "missing", "missing/tokenizer.json"];

        var (status, _, error) = await RunAsync(["tokenizer", .. line.Split(' ').Select(word => names.Contains(word) ? PathOf(word) : word)]);

        Assert.Equal(2, status);
        string[] lines = error.TrimEnd().Split('\n').Where(said => !said.StartsWith("counting", StringComparison.Ordinal)).ToArray();
        Assert.True(lines.Length == 1, error);
        Assert.StartsWith("attune tokenizer ", lines[0], StringComparison.Ordinal);
        Assert.Contains(named, lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_training_saves_nothing_and_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var error = new StringWriter();
        string file = PathOf("never.json");

        using var interrupts = new Interrupts();
        int status = await AttuneCommand.Create(interrupts).Parse(["tokenizer", "train", "--data", _folder, "--out", file])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = error }, cancelled.Token);

        Assert.Equal(130, status);
        Assert.Contains("nothing was saved", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private async Task<string> TrainAsync(params string[] options)
    {
        string file = PathOf("tokenizer.json");
        var (status, _, error) = await RunAsync(["tokenizer", "train", "--vocabulary-size", "300", "--data", PathOf("data.txt"), "--out", file, .. options]);
        Assert.True(status == 0, error);
        return file;
    }
}
