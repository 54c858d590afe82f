using System.Text;

namespace Attune.Training;

/// <summary>How pages of attention look, behind <see cref="ReportStyle.Base"/>: from the colour of the ground, over the accent colour, to far from the ground.</summary>
internal static class AttentionStyle
{
    private const string Page = """
        :root { --mark: #e8590c; }
        @media (prefers-color-scheme: dark) { :root { --mark: #ff922b; } }
        .note { color: var(--soft); font-size: .85rem; max-width: 46rem; margin-top: .75rem; }
        .sentences { margin: 2rem 0 0; padding: 1.25rem 0 0; border-top: 1px solid var(--line); }
        .sentences div { display: grid; grid-template-columns: 9rem 1fr; gap: .25rem 1rem; margin-bottom: .75rem; }
        .sentences dt { color: var(--soft); font-size: .85rem; line-height: 1.9; } .sentences dd { margin: 0; }
        .sentences span { display: inline-block; padding: 0 .4rem; margin: 0 0 .25rem; border: 1px solid var(--line); border-radius: .35rem; background: var(--card); overflow-wrap: anywhere; }
        .legend { display: block; width: 352px; max-width: 100%; height: auto; margin: 1.5rem 0 0 -12px; }
        .legend text { fill: var(--soft); font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; text-anchor: middle; }
        .legend path { stroke-width: 14px; } .legend .none { stroke: var(--card); } .legend rect { fill: none; stroke: var(--line); }
        .scroll { overflow-x: auto; }
        .overview { width: 100%; table-layout: fixed; border-collapse: collapse; margin-top: 1rem; }
        .overview th { color: var(--soft); font-size: .75rem; font-weight: 500; padding: 0 0 .25rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .overview th:first-child { width: 3rem; text-align: left; }
        .overview td { padding: 0 .25rem .4rem 0; vertical-align: top; }
        .small { display: block; color: var(--soft); text-decoration: none; scroll-margin: 40vh 0; border-radius: .2rem; }
        .small span { display: block; height: 1.2rem; font-size: .7rem; line-height: 1.2rem; text-align: center; white-space: nowrap; overflow: hidden; }
        .cells { display: block; width: 100%; height: auto; }
        .small:hover .cells, .small:focus-visible .cells { outline: 2px solid var(--bar); outline-offset: 1px; }
        .small:focus-visible { outline: none; }
        .ground { fill: var(--card); stroke: var(--line); stroke-width: 1px; vector-effect: non-scaling-stroke; }
        .tones { fill: none; stroke-width: 1.03; }
        .habits { margin: .75rem 0 0; font-size: .85rem; }
        .habits div { display: grid; grid-template-columns: 5.5rem 1fr; gap: 1rem; padding: .3rem 0; border-top: 1px solid var(--line); }
        .habits dt, .habits dd { margin: 0; color: var(--soft); font-variant-numeric: tabular-nums; } .habits span { display: inline-block; margin-right: 1rem; }
        .habits a, .large nav a { color: var(--bar); text-decoration: none; } .habits a:hover, .large nav a:hover { text-decoration: underline; }
        .parts { position: absolute; width: 0; height: 0; }
        .large { display: none; margin: 0; }
        .large:target { display: block; position: fixed; inset: 0; z-index: 1; overflow: auto; padding: 1.25rem clamp(1rem, 4vw, 2.5rem) 3rem; background: var(--page); outline: none; }
        .large nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; font-size: .9rem; }
        .large nav b { font-size: 1.15rem; font-weight: 650; flex: 1 0 18rem; }
        .numbers { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; }
        .numbers dt { color: var(--soft); font-size: .8rem; } .numbers dd { margin: 0; font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .map { display: block; max-width: 100%; height: auto; margin: 0 auto; overflow: visible; shape-rendering: crispEdges; }
        .axis { fill: var(--ink); font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
        .axis .end { text-anchor: end; }
        .strongest { fill: none; stroke: var(--mark); stroke-width: 1.5px; vector-effect: non-scaling-stroke; }
        .tips rect { width: 1px; height: 1px; fill: transparent; }
        .tips rect:hover { stroke: var(--ink); stroke-width: 2px; vector-effect: non-scaling-stroke; }
        @media (max-width: 640px) { .sentences div { grid-template-columns: 1fr; } .small span { display: none; } .large nav b { flex-basis: 100%; } .overview td { padding-right: .15rem; } }
        """;

    /// <summary>Rules of the page.</summary>
    public static string Rules { get; } = Page + Tones(0xf8fafc, 0x3b6fd4, 0x0b1b45)
        + "\n@media (prefers-color-scheme: dark) {" + Tones(0x181d26, 0x4a7fe0, 0xf0f5ff) + "\n}";

    /// <summary>From a large picture to its neighbours with the arrow keys, and back with Escape: the keys follow links.</summary>
    public const string Script = """
        addEventListener("keydown", event => {
          const link = document.querySelector(`.large:target [data-key="${CSS.escape(event.key)}"]`);
          if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          link.click();
        });
        """;

    private static string Tones(int ground, int accent, int far)
    {
        string[] colours = ColourRamp.Between(AttentionDrawing.Tones + 1, ground, accent, far);
        var rules = new StringBuilder();
        for (int tone = 1; tone < colours.Length; tone++)
            rules.Append($"\n.t{tone} {{ stroke: {colours[tone]}; }}");
        return rules.ToString();
    }
}
