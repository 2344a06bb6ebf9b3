package io.millrace.engine.cli.html;

/// The style of all pages.
final class StyleSheet {
    private static final String LIGHT = "--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--fill:#f3f5f8;";
    private static final String DARK = "--ink:#e6edf3;--soft:#9aa4af;--paper:#0d1117;--line:#30363d;--fill:#161b22;";

    private static final String RULES = """
            *{box-sizing:border-box}
            body{margin:0 auto;padding:1rem;max-width:80rem;color:var(--ink);background:var(--paper);
              font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
            h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
            h2{font-size:1.15rem;margin:2rem 0 .5rem}
            p{margin:.25rem 0 .75rem;max-width:60rem}
            header p{color:var(--soft)}
            .wide{overflow-x:auto;margin:0 0 1rem}
            table{border-collapse:collapse;font-size:.875rem;overflow-wrap:normal;
              font-variant-numeric:tabular-nums}
            caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
            th,td{padding:.25rem .75rem .25rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
            td{max-width:32rem;overflow-wrap:break-word}
            th{color:var(--soft);font-weight:600;white-space:nowrap}
            .r{text-align:right;white-space:nowrap}
            .s{white-space:nowrap}
            .track{display:inline-block;width:6rem;height:.75em;border:1px solid var(--soft);border-radius:2px}
            .track span{display:block;height:100%;background:var(--c0)}
            .grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr))}
            figure{margin:0 0 1rem;min-width:0;padding:.75rem;border:1px solid var(--line);border-radius:6px}
            figcaption{font-weight:600;margin-bottom:.5rem}
            svg{display:block;width:100%;height:auto}
            svg text{fill:var(--soft);font:13px system-ui,sans-serif;stroke:var(--paper);stroke-width:3px;
              paint-order:stroke}
            .axis{stroke:var(--line);fill:none}
            .mark{stroke:var(--ink);stroke-dasharray:4 3;fill:none}
            .series{stroke:currentColor;stroke-width:2;fill:none}
            .dot{fill:currentColor;stroke:none}
            .legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;
              margin:.5rem 0;padding:0;font-size:.875rem}
            .legend svg{width:1.5rem;display:inline-block;vertical-align:middle;margin-right:.4rem}
            .key{display:inline-block;width:.8em;height:.8em;margin-right:.4rem;border-radius:2px;
              background:currentColor}
            .key.free,.space .free{background:var(--fill);border:1px solid var(--line)}
            .space{display:flex;height:2rem;border:1px solid var(--line);border-radius:4px;overflow:hidden}
            .space span{background:currentColor;border-right:1px solid var(--paper);min-width:2px}
            .bars{display:grid;grid-template-columns:1fr;gap:.15rem;font-size:.875rem}
            .bars h3{font-size:.875rem;margin:.5rem 0 0}
            .bars div{display:flex;align-items:center;gap:.5rem}
            .bars div>span:first-child{flex:0 0 8.5rem;color:var(--soft)}
            .bars b{display:block;height:.9em;background:currentColor;border-radius:2px;min-width:2px}
            .bars .room{flex:1;min-width:2rem}
            .bars .value{flex:0 0 6rem;text-align:right;font-variant-numeric:tabular-nums}
            details{font-size:.875rem;margin-top:.5rem}
            summary{color:var(--soft);cursor:pointer}
            @media print{body{max-width:none}figure,tr{break-inside:avoid}}
            """;

    private StyleSheet() {}

    static String text() {
        return ":root{%s%s}\n@media (prefers-color-scheme:dark){:root{%s%s}}\n%s\n%s"
                .formatted(LIGHT, Palette.variables(false), DARK, Palette.variables(true), Palette.classes(), RULES);
    }
}
