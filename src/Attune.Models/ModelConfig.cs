using System.Text.Json.Serialization;
using Attune.Nn;

namespace Attune.Models;

/// <summary>The sizes of a model, with the fields of Hugging Face's config.json.</summary>
public abstract record ModelConfig
{
    /// <summary>The architecture, as config.json calls it.</summary>
    [JsonPropertyName("model_type")]
    [JsonPropertyOrder(-1)]
    public abstract string ModelType { get; }

    /// <summary>What contradicts itself, a line each; none when a model can be made.</summary>
    public abstract IEnumerable<string> Problems();

    /// <summary>Makes the model.</summary>
    /// <exception cref="ArgumentException">Sizes that contradict each other.</exception>
    public abstract SequenceModel Create(Weights w);

    /// <summary>Refuses sizes that contradict each other.</summary>
    /// <exception cref="ArgumentException">All of <see cref="Problems"/>.</exception>
    public void Validate()
    {
        string problems = string.Join("; ", Problems());
        if (problems.Length > 0)
            throw new ArgumentException($"{ModelType}: {problems}");
    }

    private protected static IEnumerable<string> AtLeastOne(params (string Name, int Value)[] fields) =>
        from field in fields where field.Value < 1 select $"{field.Name}: expected at least 1, found {field.Value}";

    private protected static IEnumerable<string> Divides(string name, int value, string of, int whole) =>
        value > 0 && whole % value != 0 ? [$"{name}: expected a divisor of {of} ({whole}), found {value}"] : [];

    private protected static IEnumerable<string> Probability(params (string Name, double Value)[] fields) =>
        from field in fields where !(field.Value is >= 0 and < 1) select $"{field.Name}: expected at least 0 and below 1, found {field.Value}";

    private protected static IEnumerable<string> OneOf(string name, string value, params string[] known) =>
        known.Contains(value) ? [] : [$"{name}: expected one of {string.Join(", ", known)}, found '{value}'"];
}
