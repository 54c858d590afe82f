using Attune.Kernels;

namespace Attune.Tensors.Tests;

/// <summary>Runs the example of the README; <see cref="The_example_is_the_one_that_the_readme_prints"/> holds the two together.</summary>
public class ReadmeTests
{
    private static readonly StringWriter s_output = new();

    [Fact]
    public void The_example_learns()
    {
        // <example>
        var key = new RandomKey(Seed: 1, Step: 0, Site: 0);
        var points = Tensor.Uniform([512, 2], key, -1, 1);                                            // [N, 2]
        var labels = points.Square().Sum(axis: 1).IsLess(Tensor.Scalar(0.6)).Cast(DType.I32);         // [N]: 1 inside, 0 outside

        var hidden = Tensor.Normal([32, 2], key with { Site = 1 }).RequireGradient();
        var bias = Tensor.Normal([32], key with { Site = 2 }).RequireGradient();
        var output = Tensor.Normal([2, 32], key with { Site = 3 }, deviation: 0.2).RequireGradient();
        Tensor[] parameters = [hidden, bias, output];
        Tensor[] first = [.. parameters.Select(parameter => Tensor.Zeros(parameter.Shape))];
        Tensor[] second = [.. parameters.Select(parameter => Tensor.Zeros(parameter.Shape))];
        var adam = new AdamSettings(Rate: 0.02f, WeightDecay: 0.01f);

        for (int step = 1; step <= 300; step++)
        {
            // A step owns the tensors made in it. Nobody disposes a tensor, and a steady loop allocates nothing.
            using (Step.Begin())
            {
                var logits = points.Linear(hidden, bias).Relu().Linear(output);                       // [N, 32] -> [N, 2]
                var loss = logits.CrossEntropy(labels).Mean();
                loss.Backward();
                for (int i = 0; i < parameters.Length; i++)
                {
                    ParameterUpdates.Adam(parameters[i], parameters[i].Gradient, first[i], second[i], adam, step);
                    parameters[i].ZeroGradient();
                }

                if (step % 100 == 0)
                    Console.WriteLine($"step {step}: loss {loss.Item():0.000}");
            }
        }
        // </example>

        string[] lines = s_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.True(double.Parse(lines[2].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture) < 0.1, lines[2]);
    }

    [Fact]
    public void The_example_is_the_one_that_the_readme_prints()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "README.md")))
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside of the repository");
        string readme = File.ReadAllText(Path.Combine(directory.FullName, "README.md"));
        string source = File.ReadAllText(Path.Combine(directory.FullName, "tests", "Attune.Tensors.Tests", "ReadmeTests.cs"));

        Assert.Equal(Lines(Between(readme[readme.IndexOf("## Tensors", StringComparison.Ordinal)..], "```csharp", "```")), Lines(Between(source, "// <example>", "// </example>")));
    }

    private static string Between(string text, string begin, string end)
    {
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    /// <summary>What the example prints to.</summary>
    private static class Console
    {
        public static void WriteLine(string line) => s_output.WriteLine(line);
    }
}
