namespace Attune.Tokenizers;

// Tokens with offsets, pairs, truncation.
public sealed partial class Tokenizer
{
    /// <summary>Encodes a text, with the place of every token; cut to <see cref="Truncation"/>.</summary>
    /// <exception cref="TokenizationException">
    /// As of <see cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>; or the truncation has no room for the special tokens or for its stride.
    /// </exception>
    /// <inheritdoc cref="EncodeToIds(ReadOnlySpan{char}, bool, bool)"/>
    public EncodedText Encode(string text, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Assemble([Locate(text, 0, allowSpecialTokens)], addSpecialTokens);
    }

    /// <summary>Encodes a pair of texts, such as a question and a passage.</summary>
    /// <inheritdoc cref="Encode(string, bool, bool)"/>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text.</param>
    public EncodedText Encode(string first, string second, bool addSpecialTokens = true, bool allowSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Assemble([Locate(first, 0, allowSpecialTokens), Locate(second, 1, allowSpecialTokens)], addSpecialTokens);
    }

    /// <summary>Encodes many texts on all cores. The same as one after the other.</summary>
    /// <inheritdoc cref="EncodeBatchToIds"/>
    public EncodedText[] EncodeBatch(
        IReadOnlyList<string> texts,
        bool addSpecialTokens = true,
        bool allowSpecialTokens = false,
        int? maximumThreads = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var encoded = new EncodedText[texts.Count];
        ForEach(texts, maximumThreads, (text, i) => encoded[i] = Encode(text, addSpecialTokens, allowSpecialTokens), cancellation);
        return encoded;
    }

    private EncodedToken[] Locate(string text, int sequence, bool allowSpecialTokens)
    {
        var sink = new RangeSink();
        Encode(text, false, allowSpecialTokens, sink);
        var tokens = new EncodedToken[sink.Ids.Count];
        var starts = new Utf16Offsets(text);
        var ends = new Utf16Offsets(text);
        for (int i = 0; i < tokens.Length; i++)
        {
            var range = sink.Ranges[i];
            var offset = starts.At(range.Start)..ends.At(range.End);
            if (PostProcessor is { TrimsOffsets: true })
                (offset, range) = Trim(text, offset, range);
            tokens[i] = new EncodedToken(sink.Ids[i], TokenOf(sink.Ids[i]) ?? "", offset, range.Start..range.End, sequence, 0);
        }

        return tokens;
    }

    // ASCII spaces only, as byte-level tokenizers put them before a word: one byte and one character each.
    private static (Range Offset, Piece Utf8) Trim(string text, Range offset, Piece utf8)
    {
        int start = offset.Start.Value;
        int end = offset.End.Value;
        while (start < end && text[start] == ' ')
        {
            start++;
            utf8 = utf8 with { Start = utf8.Start + 1 };
        }

        while (start < end && text[end - 1] == ' ')
        {
            end--;
            utf8 = utf8 with { End = utf8.End - 1 };
        }

        return (start..end, utf8);
    }

    private EncodedText Assemble(EncodedToken[][] sequences, bool addSpecialTokens)
    {
        TemplatePart[] template = PostProcessor is not null && addSpecialTokens
            ? PostProcessor.Template(sequences.Length > 1).ToArray()
            : [.. sequences.Select((_, i) => new TemplatePart(i, -1, i))];
        if (Truncation is null)
            return Fill(template, sequences, []);

        // Every window of the first with every window of the second; the first of all is the result, the others its overflow.
        int special = template.Count(part => part.Sequence < 0);
        int[] room = Room(Truncation, sequences, Truncation.MaximumLength - special);
        EncodedToken[][][] windows = [.. sequences.Select((tokens, i) => Windows(tokens, room[i]))];
        EncodedText[] all = windows.Length == 1
            ? [.. windows[0].Select(window => Fill(template, [window], []))]
            : [.. windows[0].SelectMany(_ => windows[1], (first, second) => Fill(template, [first, second], []))];
        return new EncodedText([.. all[0].Tokens], all[1..]);
    }

    private EncodedText Fill(TemplatePart[] template, EncodedToken[][] sequences, EncodedText[] overflow)
    {
        List<EncodedToken> tokens = [];
        foreach (var part in template)
        {
            if (part.Sequence < 0)
                tokens.Add(new EncodedToken(part.Id, TokenOf(part.Id) ?? "", default, default, -1, part.TypeId));
            else
                tokens.AddRange(sequences[part.Sequence].Select(token => token with { TypeId = part.TypeId }));
        }

        return new EncodedText([.. tokens], overflow);
    }

    /// <summary>How many tokens each sequence may keep.</summary>
    private static int[] Room(Truncation truncation, EncodedToken[][] sequences, int room)
    {
        if (room < 0)
            throw new TokenizationException($"expected a truncation that leaves room for special tokens, found a maximum length of {truncation.MaximumLength}");
        int[] lengths = [.. sequences.Select(tokens => tokens.Length)];
        int excess = lengths.Sum() - room;
        if (excess <= 0)
            return lengths;
        if (lengths.Length == 1)
            return [room];
        if (truncation.Strategy == TruncationStrategy.LongestFirst)
        {
            // The shorter keeps all of its own, or half of the room, whichever is less.
            int shorter = Math.Min(Math.Min(lengths[0], lengths[1]), room / 2);
            return lengths[0] <= lengths[1] ? [shorter, room - shorter] : [room - shorter, shorter];
        }

        int cut = truncation.Strategy == TruncationStrategy.OnlyFirst ? 0 : 1;
        if (lengths[cut] <= excess)
        {
            throw new TokenizationException(
                $"expected the {(cut == 0 ? "first" : "second")} sequence to be longer than the {excess} tokens that are too many, found {lengths[cut]}");
        }

        lengths[cut] -= excess;
        return lengths;
    }

    private EncodedToken[][] Windows(EncodedToken[] tokens, int length)
    {
        if (tokens.Length <= length)
            return [tokens];
        if (length == 0)
            return [[]];
        int step = length - Truncation!.Stride;
        if (step <= 0 || Truncation.Stride < 0)
            throw new TokenizationException($"expected a stride from 0 and below the {length} tokens that a window has room for, found {Truncation.Stride}");
        List<EncodedToken[]> windows = [];
        for (int start = 0; ; start += step)
        {
            int end = Math.Min(start + length, tokens.Length);
            windows.Add(Truncation.Direction == TruncationDirection.Right ? tokens[start..end] : tokens[^end..^start]);
            if (end == tokens.Length)
                return [.. windows];
        }
    }
}
