using System.CommandLine;
using System.Text.Json;
using Attune.Inference;

namespace Attune.Cli.Runs;

/// <summary>The options of verbs that generate.</summary>
internal sealed class SamplingOptions
{
    private readonly Option<double> _temperature;
    private readonly Option<int> _maxNewTokens;
    private readonly Option<int> _topK = new("--top-k") { Description = "Draw among so many most probable tokens; 0 for all." };
    private readonly Option<double> _topP = new("--top-p") { Description = "Draw among the most probable tokens that have this much probability together.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _minP = new("--min-p") { Description = "Draw among tokens at least this many times as probable as the best." };
    private readonly Option<double> _repetition = new("--repetition-penalty") { Description = "Makes tokens that are there already less probable; 1 for not.", DefaultValueFactory = _ => 1 };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Decides what is drawn.", DefaultValueFactory = _ => 1 };
    private readonly Option<string[]> _stop = new("--stop") { Description = "A text that ends generation; may be given several times.", DefaultValueFactory = _ => [] };

    public SamplingOptions(double temperature, int maxNewTokens)
    {
        _temperature = new("--temperature") { Description = "0 takes the most probable token always; 1 draws as the model says.", DefaultValueFactory = _ => temperature };
        _maxNewTokens = new("--max-new-tokens") { Description = "Most tokens to generate.", DefaultValueFactory = _ => maxNewTokens };
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_temperature, _maxNewTokens, _topK, _topP, _minP, _repetition, _seed, _stop])
            command.Add(option);
    }

    public GenerationOptions Of(ParseResult arguments, IReadOnlyList<int> stopTokens)
    {
        var options = new GenerationOptions
        {
            Temperature = arguments.GetValue(_temperature),
            MaxNewTokens = arguments.GetValue(_maxNewTokens),
            TopK = arguments.GetValue(_topK),
            TopP = arguments.GetValue(_topP),
            MinP = arguments.GetValue(_minP),
            RepetitionPenalty = arguments.GetValue(_repetition),
            Seed = arguments.GetValue(_seed),
            StopStrings = arguments.GetValue(_stop)!,
            StopTokens = stopTokens,
        };
        Check(options.Problems());
        return options;
    }

    /// <summary>Refuses what makes no sense, by the names of the command line.</summary>
    /// <exception cref="ArgumentException">All that is wrong.</exception>
    public static void Check(IEnumerable<string> found)
    {
        // A problem begins with the name of a property: MaxNewTokens is --max-new-tokens.
        string problems = string.Join("; ", found.Select(problem =>
        {
            int colon = problem.IndexOf(':', StringComparison.Ordinal);
            return $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(problem[..colon])}{problem[colon..]}";
        }));
        if (problems.Length > 0)
            throw new ArgumentException(problems);
    }
}
