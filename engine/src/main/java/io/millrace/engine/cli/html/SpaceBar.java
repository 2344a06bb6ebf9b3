package io.millrace.engine.cli.html;

import java.util.List;

/// One bar of segments that are parts of a whole, with a legend of the larger ones.
///
/// @param label says in words what the bar shows
/// @param segments from left to right; sizes of 0 or more
public record SpaceBar(String label, List<Segment> segments) implements HtmlPart {
    private static final double SMALLEST_IN_LEGEND = 0.01;
    private static final int MOST_IN_LEGEND = 12;

    /// A part of the whole.
    ///
    /// @param size in any unit
    /// @param text the size as it is printed
    /// @param style its look
    public record Segment(String name, double size, String text, Style style) {}

    /// The look of a segment.
    public enum Style {
        /// Used: the next colour of the palette.
        FILLED,
        /// Not used.
        FREE
    }

    /// Keeps a copy of the list.
    public SpaceBar {
        segments = List.copyOf(segments);
    }

    @Override
    public void appendTo(StringBuilder html) {
        double whole = Math.max(segments.stream().mapToDouble(Segment::size).sum(), Double.MIN_NORMAL);
        StringBuilder legend = new StringBuilder();
        html.append("<div class=\"space\" role=\"img\" aria-label=\"").append(Markup.escaped(label)).append("\">");
        int colour = 0;
        int listed = 0;
        for (Segment segment : segments) {
            double share = segment.size() / whole;
            String style = segment.style() == Style.FREE ? "free" : "c" + colour++ % Palette.SIZE;
            String text = Markup.escaped(segment.name() + ": " + segment.text());
            html.append("<span class=\"%s\" style=\"width:%s\" title=\"%s\"></span>"
                    .formatted(style, Markup.percent(share), text));
            if (share >= SMALLEST_IN_LEGEND && listed++ < MOST_IN_LEGEND) {
                legend.append("<li><span class=\"key %s\"></span>%s</li>".formatted(style, text));
            }
        }
        html.append("</div>\n<ul class=\"legend\">").append(legend).append("</ul>\n");
    }
}
