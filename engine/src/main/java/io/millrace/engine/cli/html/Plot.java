package io.millrace.engine.cli.html;

/// The frame of a chart in SVG: axes with labels and a grid, and where values lie in it.
///
/// ```text
///   WIDTH x HEIGHT           x: LEFT ... WIDTH - RIGHT, from left to right
///   scaled to its column     y: HEIGHT - BOTTOM ... top, from the bottom upwards; above it the marks' labels
/// ```
final class Plot {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 290;
    private static final int LEFT = 64;
    private static final int RIGHT = 22;
    private static final int TOP = 26;
    private static final int BOTTOM = 44;
    private static final int LINE = 15;
    /// Labels that begin behind it are written to the left of their line.
    private static final double LEFTWARDS = 0.6 * WIDTH;

    private final Axis across;
    private final Axis up;
    private final int top;
    private final StringBuilder svg = new StringBuilder();

    /// @param marks lines of labels above the chart
    Plot(Axis across, Axis up, int marks) {
        this.across = across;
        this.up = up;
        this.top = TOP + marks * LINE;
    }

    double x(double value) {
        return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
        return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - top - BOTTOM);
    }

    /// The place of the lower axis.
    double floor() {
        return HEIGHT - BOTTOM;
    }

    /// Draws what comes next: a piece of SVG whose texts are escaped.
    void draw(String shape, Object... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = values[i] instanceof Double place ? Markup.coordinate(place) : values[i];
        }
        svg.append(shape.formatted(texts)).append('\n');
    }

    /// Draws a dashed vertical line with a label at its top.
    ///
    /// @param line of labels, from 0 at the top
    void mark(double value, String label, int line) {
        double x = x(value);
        double y = TOP + line * LINE;
        boolean leftwards = x > LEFTWARDS;
        draw("<path class=\"mark\" d=\"M%s %sV%s\"/>", x, y - 8, floor());
        draw(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
                leftwards ? x - 4 : x + 4,
                y,
                leftwards ? "end" : "start",
                Markup.escaped(label));
    }

    /// The chart as one element.
    ///
    /// @param label says in words what the chart shows
    String element(String label) {
        StringBuilder frame = new StringBuilder("<svg role=\"img\" viewBox=\"0 0 %s %s\" aria-label=\"%s\">\n"
                .formatted(WIDTH, HEIGHT, Markup.escaped(label)));
        for (double tick : up.ticks()) {
            String y = Markup.coordinate(y(tick));
            String text = Markup.escaped(up.text().apply(tick));
            frame.append("<path class=\"axis\" d=\"M%s %sH%s\"/>".formatted(LEFT, y, WIDTH - RIGHT));
            frame.append("<text x=\"%s\" y=\"%s\" dy=\"4\" text-anchor=\"end\">%s</text>\n"
                    .formatted(LEFT - 6, y, text));
        }
        for (double tick : across.ticks()) {
            String x = Markup.coordinate(x(tick));
            String text = Markup.escaped(across.text().apply(tick));
            frame.append("<path class=\"axis\" d=\"M%s %sv5\"/>".formatted(x, HEIGHT - BOTTOM));
            String anchor = x(tick) > WIDTH - RIGHT - LINE ? "end" : "middle";
            String place = "end".equals(anchor) ? Integer.toString(WIDTH - 2) : x;
            frame.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                    .formatted(place, HEIGHT - BOTTOM + 18, anchor, text));
        }
        frame.append("<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
                .formatted(WIDTH - RIGHT, HEIGHT - 6, Markup.escaped(across.label())));
        frame.append("<text x=\"4\" y=\"12\">%s</text>\n".formatted(Markup.escaped(up.label())));
        return frame.append(svg).append("</svg>\n").toString();
    }
}
