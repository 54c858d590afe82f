using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>Reads the added tokens of a <c>tokenizer.json</c>.</summary>
internal static class AddedTokenReader
{
    /// <summary>Reads them and enters them into an index.</summary>
    public static IReadOnlyList<AddedToken> Read(JsonPart? json, AddedTokenIndex index)
    {
        if (json is not JsonPart list)
            return [];
        var tokens = new List<AddedToken>();
        foreach (var item in list.Items())
        {
            var token = ReadToken(item);
            if (token.Content.Length == 0)
                throw item["content"].Error("a text that is not empty");
            if (index.Add(token) is AddedToken other)
                throw item[token.Content == other.Content ? "content" : "id"].Error($"what no other added token has ({JsonPart.Quote(other.Content)} is {other.Id})");
            tokens.Add(token);
        }

        return tokens;
    }

    /// <summary>Checks that a table by id, the vocabulary's and theirs, is in proportion to what there is.</summary>
    public static void CheckGaps(string file, IReadOnlyList<AddedToken> tokens, Vocabulary vocabulary)
    {
        long limit = vocabulary.IdLimit + 4L * tokens.Count + (1 << 20);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Id > limit)
                throw new InvalidFileException(file, $"added_tokens[{i}].id", null, "ids without great gaps", $"{tokens[i].Id} beside a vocabulary of {vocabulary.Count} tokens");
        }
    }

    private static AddedToken ReadToken(JsonPart json)
    {
        bool special = json.Optional("special")?.Boolean() ?? false;
        return new AddedToken(
            json["content"].String(),
            json["id"].Count(),
            special,
            json.Optional("single_word")?.Boolean() ?? false,
            json.Optional("lstrip")?.Boolean() ?? false,
            json.Optional("rstrip")?.Boolean() ?? false,
            json.Optional("normalized")?.Boolean() ?? !special);
    }
}
