using System.Text.Json;
using Attune.Formats;
using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>The tokens that begin and end a model's texts. Immutable, thread-safe.</summary>
/// <param name="Bos">The text of the token that begins a text, as chat templates ask for it; null where none is named.</param>
/// <param name="Eos">The text of the token that ends a text, as chat templates ask for it; null where none is named.</param>
/// <param name="Ends">The ids that end generation; empty where there is none.</param>
public sealed record SpecialTokens(string? Bos, string? Eos, IReadOnlyList<int> Ends)
{
    private const string TokenizerConfig = "tokenizer_config.json";
    private const string EndIds = "eos_token_id";

    // What names none, published vocabularies show by these.
    private static readonly string[] s_ends = ["<|endoftext|>", "</s>", "<s>", "<eos>", "<|im_end|>", "<|eot_id|>", "<end_of_turn>"];

    // The first of these that is there says which ids end a text.
    private static readonly string[] s_configs = ["generation_config.json", "config.json"];

    /// <summary>
    /// Those of a model's folder: <c>bos_token</c> and <c>eos_token</c> of tokenizer_config.json, <c>eos_token_id</c> of generation_config.json or config.json.
    /// Where nothing is named, or there is no folder, the usual ones that the tokenizer has.
    /// </summary>
    /// <param name="path">The model's folder or file.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <exception cref="InvalidFileException">One of these files is not what it should be, or names a token that the tokenizer lacks.</exception>
    public static SpecialTokens Of(string path, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tokenizer);
        string config = Path.Combine(path, TokenizerConfig);
        var (bos, eos) = File.Exists(config) ? Named(config) : (null, null);
        List<int> ends = [];
        foreach (string file in s_configs.Select(name => Path.Combine(path, name)).Where(File.Exists))
        {
            ends = Ids(file, tokenizer);
            if (ends.Count > 0)
                break;
        }

        if (eos is not null)
            ends.Add(tokenizer.IdOf(eos) ?? throw new InvalidFileException(config, "eos_token", null, "a token of the tokenizer", $"'{eos}'"));
        return new(bos, eos, ends.Count > 0 ? [.. ends.Distinct()] : [.. s_ends.Select(tokenizer.IdOf).OfType<int>()]);
    }

    private static (string? Bos, string? Eos) Named(string file)
    {
        using var document = Parse(file);
        return (Text(file, document.RootElement, "bos_token"), Text(file, document.RootElement, "eos_token"));
    }

    /// <summary>A token is its text, or an object that has it as <c>content</c>.</summary>
    private static string? Text(string file, JsonElement root, string key)
    {
        if (!root.TryGetProperty(key, out var token) || token.ValueKind == JsonValueKind.Null)
            return null;
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out var content))
            token = content;
        return token.ValueKind == JsonValueKind.String ? token.GetString() : throw new InvalidFileException(file, key, null, "the text of a token", $"{token.ValueKind}");
    }

    /// <summary>A number, or a list of numbers.</summary>
    private static List<int> Ids(string file, Tokenizer tokenizer)
    {
        using var document = Parse(file);
        if (!document.RootElement.TryGetProperty(EndIds, out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        List<int> ids = [];
        foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : (JsonElement[])[value])
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out int id) || id < 0 || id >= tokenizer.IdLimit)
                throw new InvalidFileException(file, EndIds, null, $"ids from 0 to {tokenizer.IdLimit - 1}", item.GetRawText());
            ids.Add(id);
        }

        return ids;
    }

    private static JsonDocument Parse(string file)
    {
        byte[] json = File.ReadAllBytes(file);
        JsonSyntax.Check(file, json);
        var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        string found = $"{document.RootElement.ValueKind}";
        document.Dispose();
        throw new InvalidFileException(file, null, null, "an object", found);
    }
}
