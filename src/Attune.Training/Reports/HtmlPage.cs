using System.Xml;
using Attune.Formats;

namespace Attune.Training;

/// <summary>A page in one file, without anything from elsewhere, in the look of <see cref="ReportStyle"/>; well-formed as XML too.</summary>
internal static class HtmlPage
{
    private static readonly XmlWriterSettings s_settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None, CloseOutput = false };

    /// <summary>Writes a page, all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">What a browser calls it.</param>
    /// <param name="style">Rules of this page, behind those of all.</param>
    /// <param name="body">Writes the content of the body.</param>
    /// <exception cref="IOException">The folder is missing, the disk is full, and so on.</exception>
    public static void Write(string path, string title, string style, Action<XmlWriter> body) => AtomicFile.Write(path, stream =>
    {
        using var page = XmlWriter.Create(stream, s_settings);
        page.WriteDocType("html", null, null, null);
        page.WriteStartElement("html", "http://www.w3.org/1999/xhtml");
        page.Attributes(("lang", "en"));
        page.Start("head");
        page.Start("meta");
        page.Attributes(("charset", "utf-8"));
        page.WriteEndElement();
        page.Start("meta");
        page.Attributes(("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.WriteEndElement();
        page.Element("title", title);
        page.Start("style");
        page.WriteRaw(ReportStyle.Base + style);
        page.WriteFullEndElement();
        page.WriteEndElement();
        page.Start("body");
        body(page);
        page.WriteEndElement();
        page.WriteEndElement();
    });

    /// <summary>A model may write what XML cannot hold, such as control characters and halves of surrogate pairs: U+FFFD stands for each.</summary>
    public static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '\uD7FF') < 0)
            return text;
        char[] clean = text.ToCharArray();
        for (int at = 0; at < clean.Length; at++)
        {
            if (at + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[at + 1], clean[at]))
                at++;
            else if (!XmlConvert.IsXmlChar(clean[at]))
                clean[at] = '\uFFFD';
        }

        return new string(clean);
    }
}
