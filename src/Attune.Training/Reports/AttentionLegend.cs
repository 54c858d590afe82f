using System.Xml;

namespace Attune.Training;

/// <summary>Which colour is which weight.</summary>
internal static class AttentionLegend
{
    private const double Left = 16, Width = 320, Height = 14;

    public static void Write(XmlWriter page)
    {
        page.StartSvg("legend");
        page.Attributes(("viewBox", $"0 0 {Left + Width + Left} 36"), ("role", "img"), ("aria-label", "Colours of weights, from 0 to 100 per cent"));
        double step = Width / (AttentionDrawing.Tones + 1);
        for (int tone = 0; tone <= AttentionDrawing.Tones; tone++)
        {
            page.Shape("path",
                ("class", tone == 0 ? "none" : $"t{tone}"),
                ("d", $"M{SvgWriter.Number(Left + (tone * step))} {SvgWriter.Number(Height / 2)}h{SvgWriter.Number(step)}"));
        }

        page.Shape("rect", ("x", Left), ("y", 0.5), ("width", Width), ("height", Height - 1));
        foreach (double weight in (double[])[0, 0.02, 0.1, 0.25, 0.5, 1])
            page.Label(Left + ((AttentionDrawing.ToneOf((float)weight) + 0.5) * step), Height + 16, AttentionDrawing.Percent(weight), "middle");
        page.WriteEndElement();
    }
}
