using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>The added tokens of a file by text and by id, to be held against its vocabulary.</summary>
internal sealed class AddedTokenIndex
{
    private readonly Dictionary<string, AddedToken> _byContent = [];
    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Dictionary<int, AddedToken> _byId = [];

    public AddedTokenIndex() => _bySpan = _byContent.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Enters a token; null, or the one that has its text or id already.</summary>
    public AddedToken? Add(AddedToken token)
    {
        if (!_byContent.TryAdd(token.Content, token))
            return _byContent[token.Content];
        return _byId.TryAdd(token.Id, token) ? null : _byId[token.Id];
    }

    public bool Contains(ReadOnlySpan<char> content) => _bySpan.ContainsKey(content);

    public bool Contains(int id) => _byId.ContainsKey(id);

    /// <summary>Checks that a token of the vocabulary and the added tokens agree: the same text has the same id, and the same id is the same text.</summary>
    public void Check(string file, string path, ReadOnlySpan<char> content, int id)
    {
        if (_bySpan.TryGetValue(content, out var same) && same.Id != id)
            throw new InvalidFileException(file, $"{path}[{JsonPart.Quote(content)}]", null, $"{same.Id}, the id of the added token", $"{id}");
        if (_byId.TryGetValue(id, out var other) && !content.SequenceEqual(other.Content))
            throw new InvalidFileException(file, $"{path}[{JsonPart.Quote(content)}]", null, "an id that no other token has", $"{id}, the id of the added token {JsonPart.Quote(other.Content)}");
    }
}
