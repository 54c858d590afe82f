using System.Xml;

namespace Attune.Training;

/// <summary>Elements of drawings and pages in few words.</summary>
internal static class SvgWriter
{
    /// <summary>A place in a drawing, to a tenth of a unit.</summary>
    public static string Number(double value) => ReadableNumber.Text(value, "0.#");

    public static void Attributes(this XmlWriter svg, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            svg.WriteAttributeString(name, value);
    }

    public static void Shape(this XmlWriter svg, string name, params ReadOnlySpan<(string Name, Coordinate Value)> attributes)
    {
        svg.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
            svg.WriteAttributeString(attribute, value.Text);
        svg.WriteEndElement();
    }

    public static void Label(this XmlWriter svg, double x, double y, string text, string kind)
    {
        svg.WriteStartElement("text");
        svg.Attributes(("class", kind), ("x", Number(x)), ("y", Number(y)));
        svg.WriteString(text);
        svg.WriteEndElement();
    }

    /// <summary>Writes an element with text.</summary>
    public static void Element(this XmlWriter page, string name, string text, string? kind = null)
    {
        page.Start(name, kind);
        page.WriteString(text);
        page.WriteFullEndElement();
    }

    /// <summary>Starts an element.</summary>
    public static void Start(this XmlWriter page, string name, string? kind = null)
    {
        page.WriteStartElement(name);
        if (kind is not null)
            page.WriteAttributeString("class", kind);
    }

    /// <summary>Starts a drawing.</summary>
    public static void StartSvg(this XmlWriter page, string kind)
    {
        page.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        page.WriteAttributeString("class", kind);
    }

    /// <summary>What an attribute of a shape holds: a word, or a number to a tenth.</summary>
    public readonly record struct Coordinate(string Text)
    {
        public static implicit operator Coordinate(string text) => new(text);

        public static implicit operator Coordinate(double value) => new(Number(value));
    }
}
