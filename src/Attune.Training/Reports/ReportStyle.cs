namespace Attune.Training;

/// <summary>How charts and pages look: one accent colour, dark or light as the reader's system is.</summary>
internal static class ReportStyle
{
    private const string Colours = """
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #5d6779; --line: #dfe4ec; --page: #ffffff; --card: #f8fafc; --bar: #3b6fd4; --warn: #a15c00; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #2b3340; --page: #12161d; --card: #181d26; --bar: #7aa5f5; --warn: #e9b056; } }
        """;

    /// <summary>Rules of drawings.</summary>
    public const string Chart = """
        .chart text { fill: var(--soft); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; }
        .chart .title { fill: var(--ink); font-size: 14px; font-weight: 600; }
        .chart .middle { text-anchor: middle; } .chart .end { text-anchor: end; }
        .chart .halo { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
        .chart .strong { fill: var(--bar); font-weight: 600; }
        .chart .grid { stroke: var(--line); } .chart .tick, .chart .base { stroke: var(--soft); opacity: .5; }
        .chart .reference { stroke: var(--soft); stroke-dasharray: 5 4; } .chart .mark { stroke: var(--bar); stroke-dasharray: 5 4; }
        .chart .curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .chart .curve.accent { stroke: var(--bar); } .chart .curve.faint { stroke: var(--bar); stroke-width: 1; opacity: .35; }
        .chart .curve.ink { stroke: var(--ink); stroke-width: 1; } .chart .curve.soft { stroke: var(--soft); }
        .chart .dot { stroke: var(--card); }
        .chart .dot.accent { fill: var(--bar); } .chart .dot.faint { fill: var(--bar); opacity: .35; } .chart .dot.ink { fill: var(--ink); } .chart .dot.soft { fill: var(--soft); }
        .chart .key.accent { fill: var(--bar); } .chart .key.faint { fill: var(--bar); opacity: .5; } .chart .key.ink { fill: var(--ink); }
        """;

    /// <summary>Rules of a drawing in a file of its own.</summary>
    public const string Alone = Colours + Chart + """
        .card { fill: var(--card); stroke: var(--line); }
        """;

    /// <summary>Rules of every page.</summary>
    public const string Base = Colours + """
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 68rem; padding: clamp(1.5rem, 5vw, 4rem) clamp(1rem, 4vw, 2.5rem); color: var(--ink); background: var(--page);
          font: 15px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; -webkit-text-size-adjust: 100%; }
        h1 { font-size: clamp(1.6rem, 4vw, 2.25rem); line-height: 1.2; letter-spacing: -.02em; font-weight: 650; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; letter-spacing: -.01em; font-weight: 650; margin: 3.5rem 0 1.1rem; }
        p { margin: 0; }
        .kind { color: var(--bar); font-size: .8rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; margin-bottom: .5rem; }
        .about { color: var(--soft); max-width: 44rem; margin-top: .6rem; }
        #tip { position: fixed; z-index: 1; padding: .55rem .8rem; border-radius: .55rem; background: var(--ink); color: var(--page); pointer-events: none;
          font-size: 13px; line-height: 1.55; font-variant-numeric: tabular-nums; }
        #tip[hidden] { display: none; }
        """;

    /// <summary>Rules of the page of a run, behind those of <see cref="Base"/> and <see cref="Chart"/>.</summary>
    public const string Report = """
        .results { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1.5rem 2rem; margin: 2.25rem 0 0; padding: 1.5rem 0 0; border-top: 1px solid var(--line); }
        .results div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
        .results dd { margin: 0; font-size: 1.6rem; line-height: 1.25; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .results dt { color: var(--soft); font-size: .85rem; text-wrap: balance; }
        .calm { margin-top: 1.5rem; color: var(--soft); }
        .findings { list-style: none; display: grid; gap: .75rem; margin: 2.25rem 0 0; padding: 0; }
        .findings li { border: 1px solid var(--line); border-radius: .8rem; background: var(--card); padding: 1rem 1.25rem; }
        .findings b { font-weight: 600; } .findings .warning small { color: var(--warn); }
        .findings small { font-size: .75rem; font-weight: 600; color: var(--soft); border: 1px solid currentColor; border-radius: 1rem; padding: .1rem .55rem; margin-right: .7rem; }
        .findings p + p { color: var(--soft); max-width: 56rem; margin-top: .25rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; margin-top: 1rem; }
        figure { margin: 0; border: 1px solid var(--line); border-radius: .8rem; background: var(--card); overflow: hidden; }
        .chart { display: block; width: 100%; height: auto; cursor: crosshair; touch-action: pan-y; }
        .chart:focus-visible { outline: 2px solid var(--bar); outline-offset: -3px; border-radius: .8rem; }
        .chart .hair { stroke: var(--soft); opacity: .6; }
        .narrow { display: none; }
        @media (max-width: 640px) { .wide { display: none; } .narrow { display: block; } }
        .samples { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
        .samples li { display: grid; grid-template-columns: 7rem 1fr; gap: .25rem 1.5rem; padding: 1.1rem 0; border-bottom: 1px solid var(--line); }
        .samples span { color: var(--soft); font-size: .85rem; line-height: 1.9; font-variant-numeric: tabular-nums; }
        .samples p { font: 1rem/1.7 ui-serif, Charter, Georgia, "Liberation Serif", serif; max-width: 46rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        .samples i { font-style: normal; color: var(--bar); }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0 2.5rem; margin: 0; border-top: 1px solid var(--line); }
        .facts div { display: grid; grid-template-columns: 8.5rem 1fr; gap: 1rem; padding: .6rem 0; border-bottom: 1px solid var(--line); }
        .facts dt { color: var(--soft); } .facts dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        footer { color: var(--soft); font-size: .85rem; margin-top: 3.5rem; }
        @media (max-width: 640px) { .samples li { grid-template-columns: 1fr; } .results { grid-template-columns: 1fr 1fr; gap: 1.25rem; } .results dd { font-size: 1.35rem; } h2 { margin-top: 2.5rem; } }
        #tip { min-width: 9rem; }
        #tip div { display: flex; justify-content: space-between; gap: 1.25rem; } #tip b { font-weight: 600; }
        """;

    /// <summary>
    /// Reads out the values of a chart where the pointer is, or along it with the arrow keys. Without the signs that XML would have
    /// written otherwise, so that the page is well-formed as XML too.
    /// </summary>
    public const string Script = """
        const tip = document.getElementById("tip");
        const number = (value, percent) => percent ? (100 * value).toFixed(1) + " %" : value === 0 ? "0"
          : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : 0.001 > Math.abs(value) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
        const place = (axis, value) => axis.log ? Math.log(value / axis.low) / Math.log(axis.high / axis.low) : (value - axis.low) / (axis.high - axis.low);
        const row = (name, value) => {
          const line = document.createElement("div"), amount = document.createElement("b");
          amount.textContent = value;
          line.append(name, amount);
          return line;
        };
        for (const chart of document.querySelectorAll("svg[data-chart]")) {
          const { x, percent, box: [left, top, width, height], across, up, series } = JSON.parse(chart.dataset.chart);
          const filled = series.filter(one => one.xs.length > 0);
          const places = filled.map(one => one.xs.map(value => place(across, value)));
          const layer = document.createElementNS(chart.namespaceURI, "g");
          chart.append(layer);
          const shape = (name, attributes) => {
            const element = document.createElementNS(chart.namespaceURI, name);
            for (const key in attributes) element.setAttribute(key, attributes[key]);
            layer.append(element);
          };
          let share = 1;
          const hide = () => { tip.hidden = true; layer.replaceChildren(); };
          const show = (clientX, clientY) => {
            hide();
            if (filled.length === 0) return;
            const nearest = places.map(list => list.reduce((best, at, index) => Math.abs(list[best] - share) > Math.abs(at - share) ? index : best, 0));
            const gap = places.map((list, index) => Math.abs(list[nearest[index]] - share));
            const closest = gap.indexOf(Math.min(...gap));
            const at = places[closest][nearest[closest]], here = filled[closest].xs[nearest[closest]];
            shape("line", { class: "hair", x1: left + at * width, x2: left + at * width, y1: top, y2: top + height });
            const rows = filled.map((one, index) => {
              const spot = places[index][nearest[index]], value = one.ys[nearest[index]];
              shape("circle", { class: "dot " + one.tone, cx: left + spot * width, cy: top + (1 - place(up, value)) * height, r: 4 });
              const away = Math.abs(spot - at) > 0.01 ? " at " + number(one.xs[nearest[index]]) : "";
              return row(one.name + away, number(value, percent));
            });
            tip.replaceChildren(row(x, number(here)), ...rows);
            tip.hidden = false;
            tip.style.left = Math.max(8, Math.min(clientX + 16, innerWidth - tip.offsetWidth - 8)) + "px";
            tip.style.top = Math.max(8, Math.min(clientY + 18, innerHeight - tip.offsetHeight - 8)) + "px";
          };
          const scale = () => chart.viewBox.baseVal.width / chart.getBoundingClientRect().width;
          const point = event => {
            const inside = (event.clientX - chart.getBoundingClientRect().left) * scale();
            share = Math.max(0, Math.min(1, (inside - left) / width));
            show(event.clientX, event.clientY);
          };
          const key = step => {
            share = Math.max(0, Math.min(1, share + step));
            const frame = chart.getBoundingClientRect();
            show(frame.left + (left + share * width) / scale(), frame.top + top / scale());
          };
          chart.addEventListener("pointermove", point);
          chart.addEventListener("pointerdown", point);
          chart.addEventListener("pointerleave", hide);
          chart.addEventListener("blur", hide);
          chart.addEventListener("keydown", event => {
            const step = { ArrowLeft: -0.01, ArrowRight: 0.01, Home: -1, End: 1 }[event.key];
            if (step === undefined) { if (event.key === "Escape") hide(); return; }
            event.preventDefault();
            key(step);
          });
        }
        """;
}
