using System.Text;
using System.Xml;

namespace Attune.Training;

/// <summary>The tokens along the sides of a large picture of attention, and the sizes that follow from them; in units of the drawing.</summary>
internal sealed class AttentionAxes
{
    private const int LongestLabel = 16;
    private const double Gap = 6, LetterShare = 0.66;

    private readonly double _textSize;

    /// <param name="id">What drawings refer to it by.</param>
    /// <param name="rows">Tokens that look.</param>
    /// <param name="columns">Tokens that are looked at.</param>
    public AttentionAxes(string id, IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        (Id, Rows, Columns) = (id, rows, columns);
        Cell = Math.Clamp(Math.Floor(420.0 / Math.Max(rows.Count, columns.Count)), 11, 28);
        _textSize = Math.Min(13, Cell - 0.5);
        Left = Math.Ceiling(rows.Max(Width) + Gap);
        Top = Math.Ceiling(columns.Max(Width) + Gap);
    }

    public string Id { get; }

    public IReadOnlyList<string> Rows { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Width and height of a cell.</summary>
    public double Cell { get; }

    /// <summary>Room for the labels of rows.</summary>
    public double Left { get; }

    /// <summary>Room for the labels of columns.</summary>
    public double Top { get; }

    public double FullWidth => Left + (Columns.Count * Cell) + 2;

    public double FullHeight => Top + (Rows.Count * Cell) + 2;

    /// <summary>Writes the labels, for drawings to use.</summary>
    public void Write(XmlWriter svg)
    {
        svg.Start("g", "axis");
        svg.Attributes(("id", Id), ("font-size", SvgWriter.Number(_textSize)));
        double middle = (Cell / 2) + (_textSize * 0.35);
        for (int row = 0; row < Rows.Count; row++)
            svg.Label(Left - Gap, Top + (row * Cell) + middle, Short(Rows[row]), "end");
        for (int column = 0; column < Columns.Count; column++)
        {
            svg.Start("text");
            svg.Attributes(("transform", $"translate({SvgWriter.Number(Left + (column * Cell) + middle)} {SvgWriter.Number(Top - Gap)}) rotate(-90)"));
            svg.WriteString(Short(Columns[column]));
            svg.WriteEndElement();
        }

        svg.WriteEndElement();
    }

    private double Width(string label) => Short(label).EnumerateRunes().Sum(WidthOf) * LetterShare * _textSize;

    // From the scripts of East Asia on, letters are about twice as wide.
    private static int WidthOf(Rune letter) => letter.Value is >= 0x2E80 ? 2 : 1;

    private static string Short(string label)
    {
        int width = 0;
        for (int at = 0; at < label.Length;)
        {
            var letter = Rune.GetRuneAt(label, at);
            width += WidthOf(letter);
            if (width > LongestLabel)
                return $"{label[..at]}…";
            at += letter.Utf16SequenceLength;
        }

        return label;
    }
}
