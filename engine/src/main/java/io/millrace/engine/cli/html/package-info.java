/// Pages in HTML: one file that needs nothing else, for `inspect --html` and the page of the benchmarks.
///
/// ```text
///   HtmlPage ── HtmlPart*     HtmlTable    rows of text; columns of shares are bars
///                             SpaceBar     one bar of segments
///                             BarChart     groups of bars, each group with its own scale
///                             LineChart    lines over an axis, with markers   ┐ drawn by Plot,
///                             Histogram    counts over an axis                ┘ in SVG
/// ```
///
/// Read [HtmlPage] first.
///
/// **Invariants.** 1. A page has no script and makes no request: its content security policy allows
/// its own style alone, so what a name in a mapped file contains cannot run. 2. Every text passes
/// `Markup.escaped`. 3. Colours are from the palette of Okabe and Ito, which people with any
/// kind of colour vision can tell apart; lines differ by their markers too. 4. Every chart has a
/// label for screen readers, and its numbers in a table.
@NullMarked
package io.millrace.engine.cli.html;

import org.jspecify.annotations.NullMarked;
