namespace Attune.Tokenizers;

/// <summary>A name in a template and the tokens it stands for, one as a rule.</summary>
public sealed record SpecialToken
{
    /// <summary>A token under its own name.</summary>
    public SpecialToken(string token, int id)
        : this(token, [id], [token])
    {
    }

    /// <summary>Several tokens under one name.</summary>
    /// <param name="name">What templates call them.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="tokens">Their texts, one for each id.</param>
    /// <exception cref="ArgumentException">There are not as many texts as ids.</exception>
    public SpecialToken(string name, IReadOnlyList<int> ids, IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(tokens);
        if (ids.Count != tokens.Count)
            throw new ArgumentException($"expected a text for each of the {ids.Count} ids of \"{name}\", found {tokens.Count}", nameof(tokens));
        foreach (int id in ids)
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
        Name = name;
        Ids = [.. ids];
        Tokens = [.. tokens];
    }

    /// <summary>What templates call it.</summary>
    public string Name { get; }

    /// <summary>The ids it stands for.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The texts of those ids.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The argument itself, when it is a text and an id from 0.</summary>
    internal static (string Token, int Id) Check((string Token, int Id) token)
    {
        ArgumentNullException.ThrowIfNull(token.Token);
        ArgumentOutOfRangeException.ThrowIfNegative(token.Id);
        return token;
    }
}
