using Attune.Formats;

namespace Attune.Tokenizers.Tests;

public sealed class ChatTemplateFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_has_its_template_in_a_file_of_its_own_or_in_the_configuration()
    {
        Assert.Null(ChatTemplate.Load(_folder));
        Write("tokenizer_config.json", """{"chat_template": "1{{ messages[0].content }}"}""");
        Assert.Equal("1a", Render());
        Write("tokenizer_config.json", """{"chat_template": [{"name": "rag", "template": "x"}, {"name": "default", "template": "2{{ messages[0].content }}"}]}""");
        Assert.Equal("2a", Render());
        Write("chat_template.jinja", "3{{ messages[0].content }}");
        Assert.Equal("3a", Render());
    }

    [Fact]
    public void What_is_no_template_is_named()
    {
        Assert.Equal($"{Write("a.json", "[]")}: expected an object, found Array", Error("a.json"));
        Assert.StartsWith($"{Write("b.json", "{")}: line 1: expected JSON", Error("b.json"), StringComparison.Ordinal);
        Assert.Equal($"{Write("c.json", """{"chat_template": 1}""")}: chat_template: expected a template or a list of templates, found Number", Error("c.json"));
        Assert.Equal($"{Write("d.json", """{"chat_template": []}""")}: chat_template: expected a template named \"default\", found none", Error("d.json"));
        Assert.StartsWith($"{Write("e.json", """{"chat_template": "{% if %}"}""")}: chat_template: expected", Error("e.json"), StringComparison.Ordinal);
    }

    private string Render() => ChatTemplate.Load(_folder)!.Render([new ChatMessage("user", "a")]);

    private string Error(string name) => Assert.Throws<InvalidFileException>(() => ChatTemplate.Load(Path.Combine(_folder, name))).Message;

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
