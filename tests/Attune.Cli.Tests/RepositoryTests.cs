using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Attune.Cli.Tests;

/// <summary>What the documents promise about the repository itself.</summary>
public class RepositoryTests
{
    /// <summary>The folder of the repository.</summary>
    internal static string Root { get; } = FindRoot();

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
        foreach (string document in Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md")
                     .Concat(Directory.EnumerateFiles(Root, "*.md")))
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

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Attune.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("the tests run outside of the repository");
    }
}
