using System.CommandLine;
using Attune.Inference;

namespace Attune.Cli.Runs;

/// <summary>The options of verbs that translate.</summary>
internal sealed class TranslationArguments
{
    private readonly Option<int> _beams = new("--beams") { Description = "Width of the beam search; 1 for none.", DefaultValueFactory = _ => 5 };
    private readonly Option<double> _penalty = new("--length-penalty") { Description = "Exponent of the length by which translations compare; above 0 favours long ones.", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        command.Add(_beams);
        command.Add(_penalty);
    }

    /// <exception cref="ArgumentException">All that is wrong.</exception>
    public TranslationOptions Of(ParseResult arguments, TranslationOptions? others = null)
    {
        var options = (others ?? new()) with { Beams = arguments.GetValue(_beams), LengthPenalty = arguments.GetValue(_penalty) };
        SamplingOptions.Check(options.Problems());
        return options;
    }
}
