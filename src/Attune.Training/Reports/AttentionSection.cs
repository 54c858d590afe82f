using System.Xml;
using Attune.Inference;

namespace Attune.Training;

/// <summary>One kind of attention on a page: small pictures in a table of layers and heads, what stands out, and the large picture of each, which a link brings up.</summary>
internal sealed class AttentionSection
{
    private readonly AttentionKind _kind;
    private readonly string _title;
    private readonly string _about;
    private readonly AttentionAxes _axes;
    private readonly int _tipsOfRow;
    private readonly SortedDictionary<(int Layer, int Head), AttentionMap> _maps = [];
    private readonly Dictionary<(int Layer, int Head), AttentionSummary> _summaries = [];

    /// <param name="kind">Which attention.</param>
    /// <param name="title">The heading.</param>
    /// <param name="about">Who looks at whom, in one sentence.</param>
    /// <param name="axes">The tokens.</param>
    /// <param name="maps">Those of the kind.</param>
    /// <param name="tipsOfRow">How many cells of a row say their weight.</param>
    public AttentionSection(AttentionKind kind, string title, string about, AttentionAxes axes, IEnumerable<AttentionMap> maps, int tipsOfRow)
    {
        (_kind, _title, _about, _axes, _tipsOfRow) = (kind, title, about, axes, tipsOfRow);
        foreach (var map in maps)
        {
            _maps[(map.Layer, map.Head)] = map;
            _summaries[(map.Layer, map.Head)] = AttentionSummary.Of(map);
        }
    }

    private string Name => $"{_kind}".ToLowerInvariant();

    /// <summary>Writes heading, table and what stands out.</summary>
    public void WriteOverview(XmlWriter page)
    {
        page.Start("section");
        page.Element("h2", _title);
        page.Element("p", _about, "about");
        WriteTable(page);
        WriteHabits(page);
        page.WriteEndElement();
    }

    /// <summary>Writes the large pictures, of which a page shows the one that was asked for.</summary>
    public void WriteLarge(XmlWriter page)
    {
        page.StartSvg("parts");
        page.Attributes(("aria-hidden", "true"));
        _axes.Write(page);
        page.WriteEndElement();
        foreach (var map in _maps.Values)
            WriteLarge(page, map);
    }

    private void WriteTable(XmlWriter page)
    {
        int heads = _maps.Keys.Max(place => place.Head) + 1;
        page.Start("div", "scroll");
        page.Start("table", "overview");
        page.Attributes(("style", $"min-width:{(heads * 2) + 3}rem;max-width:{(heads * 8) + 3}rem"));
        page.Start("tr");
        page.Element("th", "layer");
        for (int head = 0; head < heads; head++)
            page.Element("th", head == 0 ? "head 0" : $"{head}");
        page.WriteEndElement();
        foreach (var layer in _maps.Values.GroupBy(map => map.Layer))
        {
            page.Start("tr");
            page.Element("th", $"{layer.Key}");
            foreach (var map in layer)
            {
                page.Start("td");
                WriteSmall(page, map);
                page.WriteEndElement();
            }

            page.WriteEndElement();
        }

        page.WriteEndElement();
        page.WriteEndElement();
    }

    private void WriteSmall(XmlWriter page, AttentionMap map)
    {
        var place = (map.Layer, map.Head);
        string label = $"layer {map.Layer}, head {map.Head}: {AttentionHabit.Description(_kind, _summaries[place])}";
        page.Start("a", "small");
        page.Attributes(("id", Small(place)), ("href", $"#{Large(place)}"), ("title", label), ("aria-label", label));
        page.StartSvg("cells");
        page.Attributes(("viewBox", $"0 0 {map.Columns} {map.Rows}"), ("aria-hidden", "true"));
        AttentionDrawing.WriteCells(page, map, Cells(place));
        page.WriteEndElement();
        page.Element("span", AttentionHabit.Of(_kind, _summaries[place]).Name);
        page.WriteEndElement();
    }

    // Heads by what they do, the surest first.
    private void WriteHabits(XmlWriter page)
    {
        var habits = _maps.Keys.Select(place => (Place: place, Habit: AttentionHabit.Of(_kind, _summaries[place]))).Where(head => head.Habit.Name.Length > 0).ToArray();
        if (habits.Length == 0)
        {
            page.Element("p", "No head puts half of its weight on one place of all rows, and none spreads it evenly.", "note");
            return;
        }

        page.Element("p", "Heads that do mostly one thing, as layer.head, and how much:", "note");
        page.Start("dl", "habits");
        foreach (var habit in habits.GroupBy(head => head.Habit.Name))
        {
            page.Start("div");
            page.Element("dt", habit.Key);
            page.Start("dd");
            foreach (var (place, (_, share)) in habit.OrderByDescending(head => head.Habit.Share))
            {
                page.Start("span");
                page.Start("a");
                page.Attributes(("href", $"#{Large(place)}"));
                page.WriteString($"{place.Layer}.{place.Head}");
                page.WriteEndElement();
                page.WriteString($" {AttentionDrawing.Percent(share)}");
                page.WriteEndElement();
                page.WriteString(" ");
            }

            page.WriteEndElement();
            page.WriteEndElement();
        }

        page.WriteEndElement();
    }

    private void WriteLarge(XmlWriter page, AttentionMap map)
    {
        var place = (map.Layer, map.Head);
        string heading = $"{_title}, layer {map.Layer}, head {map.Head}";
        page.Start("figure", "large");
        page.Attributes(("id", Large(place)), ("tabindex", "-1"), ("aria-label", heading));
        page.Start("nav");
        page.Element("b", heading);
        Link(page, "← head", "ArrowLeft", (map.Layer, map.Head - 1));
        Link(page, "head →", "ArrowRight", (map.Layer, map.Head + 1));
        Link(page, "↑ layer", "ArrowUp", (map.Layer - 1, map.Head));
        Link(page, "↓ layer", "ArrowDown", (map.Layer + 1, map.Head));
        Link(page, "close ×", "Escape", $"#{Small(place)}");
        page.WriteEndElement();
        WriteNumbers(page, _summaries[place]);
        page.Start("div", "scroll");
        WriteMap(page, map, heading);
        page.WriteEndElement();
        page.WriteEndElement();
    }

    private void WriteNumbers(XmlWriter page, AttentionSummary summary)
    {
        page.Start("dl", "numbers");
        if (summary.EntropyShare is double entropy)
            Number("entropy, of even", entropy);
        foreach (var (name, share) in AttentionHabit.Shares(_kind, summary))
            Number(name, share);
        page.WriteFullEndElement();

        void Number(string name, double share)
        {
            page.Start("div");
            page.Element("dt", name);
            page.Element("dd", AttentionDrawing.Percent(share));
            page.WriteEndElement();
        }
    }

    private void WriteMap(XmlWriter page, AttentionMap map, string heading)
    {
        string width = SvgWriter.Number(_axes.FullWidth * 1.3), least = SvgWriter.Number(_axes.FullWidth * 0.7);
        page.StartSvg("map");
        page.Attributes(
            ("viewBox", $"0 0 {SvgWriter.Number(_axes.FullWidth)} {SvgWriter.Number(_axes.FullHeight)}"), ("style", $"width:{width}px;min-width:{least}px"),
            ("role", "img"), ("aria-label", $"{heading}: {AttentionHabit.Description(_kind, _summaries[(map.Layer, map.Head)])}"));
        Use(page, _axes.Id);
        page.Start("g");
        page.Attributes(("transform", $"translate({SvgWriter.Number(_axes.Left)} {SvgWriter.Number(_axes.Top)}) scale({SvgWriter.Number(_axes.Cell)})"));
        Use(page, Cells((map.Layer, map.Head)));
        AttentionDrawing.WriteStrongest(page, map);
        AttentionDrawing.WriteTips(page, map, _axes.Columns, _tipsOfRow);
        page.WriteEndElement();
        page.WriteEndElement();
    }

    private void Link(XmlWriter page, string text, string key, (int Layer, int Head) place)
    {
        if (_maps.ContainsKey(place))
            Link(page, text, key, $"#{Large(place)}");
    }

    private static void Link(XmlWriter page, string text, string key, string target)
    {
        page.Start("a");
        page.Attributes(("href", target), ("data-key", key));
        page.WriteString(text);
        page.WriteEndElement();
    }

    private static void Use(XmlWriter svg, string id)
    {
        svg.Start("use");
        svg.Attributes(("href", $"#{id}"));
        svg.WriteEndElement();
    }

    private string Small((int Layer, int Head) place) => $"{Name}-{place.Layer}-{place.Head}";

    private string Large((int Layer, int Head) place) => $"{Small(place)}-large";

    private string Cells((int Layer, int Head) place) => $"{Small(place)}-cells";
}
