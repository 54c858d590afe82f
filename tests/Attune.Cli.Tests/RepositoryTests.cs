using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Attune.Cli.Tests;

/// <summary>What the documents promise about the repository itself.</summary>
public class RepositoryTests
{
    /// <summary>The folder of the repository.</summary>
    internal static string Root { get; } = FindRoot();

    private static IEnumerable<string> Documents => Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Concat(Directory.EnumerateFiles(Root, "*.md"));

    /// <summary>Who may use whom: the direction of references in docs/architecture.md.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Attune.Kernels"] = [],
        ["Attune.Tensors"] = ["Attune.Kernels"],
        ["Attune.Formats"] = [],
        ["Attune.Tokenizers"] = ["Attune.Formats"],
        ["Attune.Nn"] = ["Attune.Tensors", "Attune.Formats"],
        ["Attune.Models"] = ["Attune.Nn"],
        ["Attune.Inference"] = ["Attune.Models", "Attune.Tokenizers"],
        ["Attune.Training"] = ["Attune.Inference", "Attune.Tokenizers"],
        ["Attune.Cli"] = ["Attune.Kernels", "Attune.Tensors", "Attune.Formats", "Attune.Tokenizers", "Attune.Nn", "Attune.Models", "Attune.Inference", "Attune.Training"],
    };

    [Fact]
    public void Every_project_references_only_what_the_architecture_allows()
    {
        foreach (string project in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            Assert.True(s_allowed.TryGetValue(name, out string[]? allowed), $"{name}: add it to the table of allowed references");
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            foreach (string reference in references)
                Assert.True(allowed.Contains(reference), $"{name} must not reference {reference}");
        }
    }

    [Fact]
    public void Unsafe_code_is_allowed_in_kernels_and_the_mapping_and_flushing_of_files_only()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => XDocument.Load(project).Descendants("AllowUnsafeBlocks").Any(element => element.Value == "true"))
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(["Attune.Formats", "Attune.Kernels"], projects.Order(StringComparer.Ordinal));

        // Bindings to a foreign library are made by generated code, which is unsafe, too.
        var unsafeFiles = Directory.EnumerateFiles(Path.Combine(Root, "src", "Attune.Formats"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bunsafe\b|\b(Library|Dll)Import\b"))
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "src", "Attune.Formats"), file).Replace('\\', '/'));
        Assert.Equal(["Files/FolderFlush.cs", "Mapping/MappedFile.cs"], unsafeFiles.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_readme_is_short_and_its_two_commands_are_the_ones_that_run()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, "README.md"));

        Assert.True(lines.Length < 200, $"README.md: {lines.Length} lines");
        string[] commands = [.. lines.Where(line => line.StartsWith("    dotnet ", StringComparison.Ordinal)).Select(line => line.Trim())];
        Assert.Equal(["dotnet run -c Release --project src/Attune.Cli -- train", "dotnet test -c Release"], commands.Take(2));
        Assert.Contains(commands[1], File.ReadAllText(Path.Combine(Root, ".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        foreach (string document in Documents)
        {
            foreach (Match link in Regex.Matches(File.ReadAllText(document), @"\]\(([^)#:]+)(#[^)]*)?\)"))
            {
                string target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{document}: {link.Value} leads nowhere");
            }
        }
    }

    [Fact]
    public void Every_file_that_the_map_names_exists()
    {
        string[] sources = [.. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Select(file => file.Replace('\\', '/'))];
        int named = 0;
        foreach (Match name in Regex.Matches(File.ReadAllText(Path.Combine(Root, "docs", "map.md")), @"`([\w/.]+\.cs)`"))
        {
            named++;
            Assert.True(sources.Any(file => file.EndsWith("/" + name.Groups[1].Value, StringComparison.Ordinal)), $"docs/map.md: {name.Value} does not exist");
        }

        Assert.True(named > 50, $"docs/map.md names {named} files");
    }

    [Fact]
    public void Every_link_to_lines_leads_to_the_whole_of_what_it_names()
    {
        int links = 0;
        foreach (string document in Documents)
        {
            foreach (Match link in Regex.Matches(File.ReadAllText(document), @"\[([^\]]+)\]\(([^)#:]+)#L([^)]*)\)"))
            {
                links++;
                string name = link.Groups[1].Value.Trim('`').Split('.')[^1], file = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[2].Value);
                var declaration = new Regex($@"\b{Regex.Escape(name)}\b");
                string[] lines = File.ReadAllLines(file);
                var range = Regex.Match(link.Groups[3].Value, @"^(\d+)-L(\d+)$");
                Assert.True(range.Success, $"{document}: {link.Value}: expected #L and two numbers of lines, #L10-L20");
                int first = Line(range.Groups[1]), last = Line(range.Groups[2]);
                bool isWhole = first >= 1 && first <= last && last <= lines.Length && declaration.IsMatch(lines[first - 1]) && IsWhole(lines[(first - 1)..last]);
                var now = lines.Index().Where(line => declaration.IsMatch(line.Item)).Select(line => line.Index + 1);
                Assert.True(isWhole, $"{document}: {link.Value}: expected all lines of {name}, which is named in lines {string.Join(", ", now)}");
            }
        }

        Assert.True(links > 20, $"{links} links to lines");

        static int Line(Group number) => int.Parse(number.Value, CultureInfo.InvariantCulture);
        // Whole lines of code end, and their brackets are closed; remarks do not count.
        static bool IsWhole(string[] lines)
        {
            string code = Regex.Replace(string.Join('\n', lines), @"\s//.*", "").TrimEnd();
            return code is [.., ';' or '}'] && code.Count(c => c is '{' or '(' or '[') == code.Count(c => c is '}' or ')' or ']');
        }
    }

    [Fact]
    public void Every_test_that_a_document_names_exists()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        foreach (string document in Documents)
        {
            foreach (Match name in Regex.Matches(File.ReadAllText(document), @"`(\w+Tests)\.(?!cs`)(\w+)`"))
                Assert.True(tests[name.Groups[1].Value].Any(text => text.Contains($" {name.Groups[2].Value}(", StringComparison.Ordinal)), $"{document}: there is no {name.Value}");
        }
    }

    [Fact]
    public void Every_command_in_a_document_can_be_understood()
    {
        using var interrupts = new Interrupts();
        var command = AttuneCommand.Create(interrupts);
        foreach (string document in Documents)
        {
            foreach (Match line in Regex.Matches(File.ReadAllText(document), @"^ {4,6}(?:attune|dotnet run -c Release --project src/Attune.Cli --) (.*)$", RegexOptions.Multiline))
            {
                // Behind # is a remark, behind | another command; a word in capitals is for the reader to replace.
                string words = Regex.Replace(line.Groups[1].Value, @"\s[#|].*", "").Replace("--algorithm ALGORITHM", "--algorithm bpe", StringComparison.Ordinal);
                Assert.True(command.Parse(words).Errors is [], $"{document}: {line.Value.Trim()}: {string.Join(" ", command.Parse(words).Errors.Select(error => error.Message))}");
            }
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Attune.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("the tests run outside of the repository");
    }
}
