package io.millrace.engine.cli.html;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Lines over an axis, each with a colour and a marker of its own, and the numbers in a table.
///
/// @param title what the chart shows
/// @param across the axis from left to right
/// @param up the axis from the bottom upwards
public record LineChart(String title, Axis across, Axis up, List<Series> series) implements HtmlPart {
    private static final List<String> MARKERS =
            List.of("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "M-4 -4h8v8h-8z", "M0 -5L5 4H-5z", "M0 -5L5 0L0 5L-5 0z",
                    "M-5 -4H5L0 5z");

    /// One line.
    ///
    /// @param points by rising `x`
    public record Series(String name, List<Point> points) {
        /// Keeps a copy of the list.
        public Series {
            points = List.copyOf(points);
        }
    }

    /// A point of a line.
    public record Point(double x, double y) {}

    /// Keeps a copy of the list.
    public LineChart {
        series = List.copyOf(series);
    }

    @Override
    public void appendTo(StringBuilder html) {
        Plot plot = new Plot(across, up, 0);
        for (int number = 0; number < series.size(); number++) {
            draw(plot, series.get(number), number);
        }
        html.append("<figure>\n<figcaption>").append(Markup.escaped(title)).append("</figcaption>\n");
        html.append(plot.element("%s: %s against %s, %s lines; the table below has the numbers"
                .formatted(title, up.label(), across.label(), series.size())));
        html.append("<ul class=\"legend\">");
        for (int number = 0; number < series.size(); number++) {
            html.append("<li><svg class=\"c%s\" viewBox=\"-12 -6 24 12\" aria-hidden=\"true\">"
                            .formatted(number % Palette.SIZE))
                    .append("<path class=\"series\" d=\"M-12 0H12\"/><path class=\"dot\" d=\"%s\"/></svg>"
                            .formatted(marker(number)))
                    .append(Markup.escaped(series.get(number).name()))
                    .append("</li>");
        }
        html.append("</ul>\n");
        appendNumbers(html);
        html.append("</figure>\n");
    }

    private void draw(Plot plot, Series line, int number) {
        plot.draw("<g class=\"c%s\">", number % Palette.SIZE);
        Function<Point, String> place =
                point -> Markup.coordinate(plot.x(point.x())) + " " + Markup.coordinate(plot.y(point.y()));
        plot.draw(
                "<path class=\"series\" d=\"M%s\"/>",
                line.points().stream().map(place).collect(Collectors.joining("L")));
        for (Point point : line.points()) {
            plot.draw(
                    "<path class=\"dot\" transform=\"translate(%s %s)\" d=\"%s\"><title>%s</title></path>",
                    plot.x(point.x()),
                    plot.y(point.y()),
                    marker(number),
                    Markup.escaped("%s, %s: %s"
                            .formatted(line.name(), across.text().apply(point.x()), up.text().apply(point.y()))));
        }
        plot.draw("</g>");
    }

    private static String marker(int number) {
        return MARKERS.get(number % MARKERS.size());
    }

    private void appendNumbers(StringBuilder html) {
        HtmlTable table = new HtmlTable(title + ", numbers", "lrr", "line", across.label(), up.label());
        for (Series line : series) {
            for (Point point : line.points()) {
                table.row(line.name(), across.text().apply(point.x()), up.text().apply(point.y()));
            }
        }
        html.append("<details><summary>The numbers</summary>\n");
        table.appendTo(html);
        html.append("</details>\n");
    }
}
