package io.millrace.engine.cli.html;

/// The colours of charts: those of Okabe and Ito ("Color Universal Design", 2008), which people with
/// any kind of colour vision can tell apart, a little darker on white and lighter on black.
final class Palette {
    /// Colours before they are used again; the style sheet names them `c0`, `c1` and so on.
    static final int SIZE = 7;

    private static final String[] LIGHT = {
        "#0072b2", "#d55e00", "#009e73", "#a8528a", "#b58900", "#3a9bd0", "#555555"
    };
    private static final String[] DARK = {
        "#56b4e9", "#ff8c42", "#2fc99b", "#d99ac2", "#e6c229", "#8fd0f5", "#bbbbbb"
    };

    private Palette() {}

    /// Variables `--c0`, `--c1` and so on for one scheme.
    static String variables(boolean dark) {
        StringBuilder css = new StringBuilder();
        for (int colour = 0; colour < SIZE; colour++) {
            css.append("--c%s:%s;".formatted(colour, (dark ? DARK : LIGHT)[colour]));
        }
        return css.toString();
    }

    /// Classes that set the colour of text, which everything drawn takes over.
    static String classes() {
        StringBuilder css = new StringBuilder();
        for (int colour = 0; colour < SIZE; colour++) {
            css.append(".c%s{color:var(--c%s)}".formatted(colour, colour));
        }
        return css.toString();
    }
}
