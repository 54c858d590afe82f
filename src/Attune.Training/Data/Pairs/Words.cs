using System.Text;

namespace Attune.Training;

/// <summary>Puts words and phrases into a row.</summary>
internal static class Words
{
    /// <summary>Joins what is not empty with spaces.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (string part in parts)
        {
            if (part.Length > 0)
                text.Append(text.Length > 0 ? " " : "").Append(part);
        }

        return text.ToString();
    }
}
