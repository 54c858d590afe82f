using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>Writes the model of a <c>tokenizer.json</c>.</summary>
internal sealed class ModelWriter
{
    private const int FlushAt = 1 << 16;

    private readonly Utf8JsonWriter _json;
    private readonly Vocabulary _vocabulary;
    private readonly bool _byteLevel;

    // Added tokens by id: in a byte-level vocabulary theirs is the text itself, though it be of other characters.
    private readonly Dictionary<int, byte[]> _added;

    private ModelWriter(Tokenizer tokenizer, bool byteLevel, Utf8JsonWriter json)
    {
        _json = json;
        _vocabulary = tokenizer.Model.Vocabulary;
        _byteLevel = byteLevel;
        _added = tokenizer.AddedTokens.ToDictionary(token => token.Id, token => Encoding.UTF8.GetBytes(token.Content));
    }

    /// <summary>Writes the key and the model.</summary>
    /// <param name="byteLevel">Whether tokens are written in the <see cref="ByteAlphabet"/>.</param>
    public static void Write(Tokenizer tokenizer, bool byteLevel, Utf8JsonWriter json)
    {
        var writer = new ModelWriter(tokenizer, byteLevel, json);
        json.WriteStartObject("model");
        switch (tokenizer.Model)
        {
            case Bpe bpe:
                writer.WriteBpe(bpe);
                break;
            case Unigram unigram:
                writer.WriteUnigram(unigram);
                break;
            case WordPiece wordPiece:
                json.WriteString("type", "WordPiece");
                json.WriteString("unk_token", wordPiece.UnknownToken);
                json.WriteString("continuing_subword_prefix", wordPiece.ContinuingSubwordPrefix);
                json.WriteNumber("max_input_chars_per_word", wordPiece.MaximumCharactersPerWord);
                writer.WriteVocabulary();
                break;
            case WordLevel wordLevel:
                json.WriteString("type", "WordLevel");
                writer.WriteVocabulary();
                json.WriteString("unk_token", wordLevel.UnknownToken ?? writer.MissingToken());
                break;
            default:
                throw new UnreachableException(tokenizer.Model.GetType().Name);
        }

        json.WriteEndObject();
    }

    private void WriteBpe(Bpe bpe)
    {
        var options = bpe.Options;
        _json.WriteString("type", "BPE");
        if (options.Dropout > 0)
            _json.WriteNumber("dropout", options.Dropout);
        else
            _json.WriteNull("dropout");
        _json.WriteString("unk_token", options.UnknownToken);
        _json.WriteString("continuing_subword_prefix", NullIfEmpty(options.ContinuingSubwordPrefix));
        _json.WriteString("end_of_word_suffix", NullIfEmpty(options.EndOfWordSuffix));
        _json.WriteBoolean("fuse_unk", options.FuseUnknown);
        _json.WriteBoolean("byte_fallback", options.ByteFallback);
        _json.WriteBoolean("ignore_merges", options.IgnoreMerges);
        WriteVocabulary();
        _json.WriteStartArray("merges");
        foreach (var (left, right) in bpe.Merges.Pairs)
        {
            _json.WriteStartArray();
            WriteToken(left);
            WriteToken(right);
            _json.WriteEndArray();
            FlushIfLarge();
        }

        _json.WriteEndArray();
    }

    private void WriteUnigram(Unigram unigram)
    {
        _json.WriteString("type", "Unigram");
        if (unigram.UnknownId is int unknown)
            _json.WriteNumber("unk_id", unknown);
        else
            _json.WriteNull("unk_id");
        _json.WriteStartArray("vocab");
        for (int id = 0; id < unigram.Vocabulary.IdLimit; id++)
        {
            _json.WriteStartArray();
            WriteToken(id);
            _json.WriteNumberValue(unigram.Scores[id]);
            _json.WriteEndArray();
            FlushIfLarge();
        }

        _json.WriteEndArray();
        _json.WriteBoolean("byte_fallback", unigram.ByteFallback);
    }

    private void WriteVocabulary()
    {
        _json.WriteStartObject("vocab");
        for (int id = 0; id < _vocabulary.IdLimit; id++)
        {
            if (!_vocabulary.Contains(id))
                continue;
            var token = _vocabulary.Bytes(id);
            if (IsInAlphabet(id, token))
                _json.WriteNumber(ByteAlphabet.Of(token), id);
            else
                _json.WriteNumber(token, id);
            FlushIfLarge();
        }

        _json.WriteEndObject();
    }

    private void WriteToken(int id)
    {
        var token = _vocabulary.Bytes(id);
        if (IsInAlphabet(id, token))
            _json.WriteStringValue(ByteAlphabet.Of(token));
        else
            _json.WriteStringValue(token);
    }

    private bool IsInAlphabet(int id, ReadOnlySpan<byte> token) => _byteLevel && !(_added.TryGetValue(id, out byte[]? added) && token.SequenceEqual(added));

    // The format asks for an unknown token; one that the vocabulary lacks is none.
    private string MissingToken()
    {
        string token = "<unk>";
        while (_vocabulary.IdOf(token) is not null)
            token += "_";
        return token;
    }

    private void FlushIfLarge()
    {
        if (_json.BytesPending > FlushAt)
            _json.Flush();
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
