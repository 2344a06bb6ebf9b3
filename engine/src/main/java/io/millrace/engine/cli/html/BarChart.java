package io.millrace.engine.cli.html;

import java.util.List;

/// Groups of horizontal bars. Each group has a scale of its own, so groups may have other units; the
/// value stands behind each bar.
///
/// @param title what the chart shows
/// @param bars names of the bars of a group
public record BarChart(String title, List<String> bars, List<Group> groups) implements HtmlPart {
    /// A group of bars.
    ///
    /// @param values one for each bar; NaN where there is none
    /// @param texts the values as they are printed
    public record Group(String name, List<Double> values, List<String> texts) {
        /// Keeps copies of the lists.
        public Group {
            values = List.copyOf(values);
            texts = List.copyOf(texts);
        }
    }

    /// Keeps copies of the lists.
    public BarChart {
        bars = List.copyOf(bars);
        groups = List.copyOf(groups);
    }

    @Override
    public void appendTo(StringBuilder html) {
        html.append("<figure>\n<figcaption>").append(Markup.escaped(title)).append("</figcaption>\n");
        html.append("<div class=\"bars\">\n");
        for (Group group : groups) {
            double most = group.values().stream().filter(value -> !value.isNaN()).reduce(0.0, Math::max);
            html.append("<h3>").append(Markup.escaped(group.name())).append("</h3>\n");
            for (int bar = 0; bar < bars.size(); bar++) {
                double value = group.values().get(bar);
                if (!Double.isNaN(value)) {
                    html.append("<div><span>").append(Markup.escaped(bars.get(bar))).append("</span>");
                    html.append("<span class=\"room\"><b class=\"c%s\" style=\"width:%s\"></b></span>"
                            .formatted(bar % Palette.SIZE, Markup.percent(most == 0 ? 0 : value / most)));
                    html.append("<span class=\"value\">").append(Markup.escaped(group.texts().get(bar)));
                    html.append("</span></div>\n");
                }
            }
        }
        html.append("</div>\n</figure>\n");
    }
}
