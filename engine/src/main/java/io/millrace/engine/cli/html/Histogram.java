package io.millrace.engine.cli.html;

import java.util.List;
import java.util.function.DoubleFunction;

/// Counts of values, over a logarithmic axis of values; the axis of counts is logarithmic too, so that
/// single late values among a million can be seen.
///
/// @param title what was measured
/// @param label what the axis of values measures
/// @param text writes a value
/// @param bins by rising values
/// @param marks values that are named in the chart, such as the median
public record Histogram(String title, String label, DoubleFunction<String> text, List<Bin> bins, List<Mark> marks)
        implements HtmlPart {
    /// Half a value: a bin with one value has a height.
    private static final double LEAST_COUNT = 0.5;

    /// The values from `from` to below `to`.
    ///
    /// @param from above 0
    public record Bin(double from, double to, long count) {}

    /// A value with a name.
    public record Mark(String name, double value) {}

    /// Keeps copies of the lists.
    ///
    /// @throws IllegalArgumentException without a bin
    public Histogram {
        bins = List.copyOf(bins);
        marks = List.copyOf(marks);
        if (bins.isEmpty()) {
            throw new IllegalArgumentException("a histogram needs a bin: title=%s".formatted(title));
        }
    }

    @Override
    public void appendTo(StringBuilder html) {
        long most = bins.stream().mapToLong(Bin::count).max().orElse(1);
        Plot plot = new Plot(
                Axis.logarithmic(label, bins.getFirst().from(), bins.getLast().to(), text),
                new Axis("count", Axis.Scale.LOGARITHMIC, LEAST_COUNT, Math.max(10, most), Quantity::compact),
                marks.size());
        plot.draw("<g class=\"c0\">");
        for (Bin bin : bins) {
            if (bin.count() > 0) {
                double left = plot.x(bin.from());
                double top = plot.y(bin.count());
                plot.draw(
                        "<rect class=\"dot\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>",
                        left,
                        top,
                        Math.max(1, plot.x(bin.to()) - left - 0.5),
                        plot.floor() - top,
                        Markup.escaped("%s to %s: %s"
                                .formatted(
                                        text.apply(bin.from()), text.apply(bin.to()), Quantity.compact(bin.count()))));
            }
        }
        plot.draw("</g>");
        for (int number = 0; number < marks.size(); number++) {
            Mark mark = marks.get(number);
            plot.mark(mark.value(), mark.name() + " " + text.apply(mark.value()), number);
        }
        html.append("<figure>\n<figcaption>").append(Markup.escaped(title)).append("</figcaption>\n");
        html.append(plot.element(title + ": histogram; " + words()));
        appendNumbers(html);
        html.append("</figure>\n");
    }

    private String words() {
        StringBuilder words = new StringBuilder();
        for (Mark mark : marks) {
            words.append(mark.name()).append(' ').append(text.apply(mark.value())).append(", ");
        }
        return words + "the table below has the counts";
    }

    private void appendNumbers(StringBuilder html) {
        HtmlTable table = new HtmlTable(title + ", numbers", "rrr", "from", "to", "count");
        for (Bin bin : bins) {
            if (bin.count() > 0) {
                table.row(text.apply(bin.from()), text.apply(bin.to()), Long.toString(bin.count()));
            }
        }
        html.append("<details><summary>The numbers</summary>\n");
        table.appendTo(html);
        html.append("</details>\n");
    }
}
