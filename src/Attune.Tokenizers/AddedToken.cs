namespace Attune.Tokenizers;

/// <summary>
/// A token outside of the model: cut out of the text before anything else sees it. A special one, such as <c>&lt;|endoftext|&gt;</c>, is text like any other unless the
/// caller asks for it.
/// </summary>
/// <param name="Content">The text it stands for.</param>
/// <param name="Id">Its id.</param>
/// <param name="Special">Whether it controls the model: recognised in a text only when asked for, left out by <c>Decode</c> when asked for.</param>
/// <param name="SingleWord">Whether it counts only where no letter, digit or underscore touches it.</param>
/// <param name="LeftStrip">Whether it takes the white space before it.</param>
/// <param name="RightStrip">Whether it takes the white space after it.</param>
/// <param name="Normalized">Whether it is looked for in the normalized text, and not in the text as given.</param>
public sealed record AddedToken(
    string Content,
    int Id,
    bool Special = true,
    bool SingleWord = false,
    bool LeftStrip = false,
    bool RightStrip = false,
    bool Normalized = false);
