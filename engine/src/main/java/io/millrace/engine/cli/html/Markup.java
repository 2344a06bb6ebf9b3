package io.millrace.engine.cli.html;

/// Text and numbers inside HTML and SVG.
final class Markup {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int PLACES = 100;

    private Markup() {}

    /// A text that is safe between tags and in quoted attributes. Control characters, and those that
    /// change the direction of what follows, are replaced.
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isVisible(point) ? point : REPLACEMENT);
            }
        });
        return safe.toString();
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /// A coordinate with at most two places behind the point, in every locale.
    static String coordinate(double value) {
        double rounded = Math.rint(value * PLACES) / PLACES;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    /// A share of 0 to 1 as CSS writes it.
    static String percent(double share) {
        return coordinate(Math.clamp(share, 0, 1) * 100) + "%";
    }
}
