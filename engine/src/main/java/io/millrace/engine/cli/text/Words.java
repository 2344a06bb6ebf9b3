package io.millrace.engine.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Words of the command line: the constants of enums, lists in messages, and what a wrong word may have meant.
public final class Words {
    /// Letters that a word may differ in from what was meant.
    private static final int MOST_ERRORS = 2;

    private Words() {}

    /// The constant of an enum, written in upper or lower case.
    ///
    /// @throws UsageException lists the constants, when it is none of them
    public static <E extends Enum<E>> E constant(Class<E> type, String text) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
            names.add(lower(constant));
        }
        throw new UsageException("'%s' is unknown; give %s".formatted(text, listed(names, "or")));
    }

    /// The name of a constant, as it is written on the command line.
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The names of all constants, as they are written on the command line.
    public static <E extends Enum<E>> List<String> constants(Class<E> type) {
        return Stream.of(type.getEnumConstants()).map(Words::lower).toList();
    }

    /// `a, b or c`.
    public static String listed(List<String> words, String last) {
        int heads = words.size() - 1;
        return heads == 0
                ? words.getLast()
                : "%s %s %s".formatted(String.join(", ", words.subList(0, heads)), last, words.getLast());
    }

    /// `; did you mean ...?`, or nothing when no known word is near.
    public static String suggestion(String word, List<String> known) {
        String nearest = "";
        int fewest = MOST_ERRORS + 1;
        for (String candidate : known) {
            int errors = errors(word, candidate);
            if (errors < fewest) {
                fewest = errors;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? "" : "; did you mean %s?".formatted(nearest);
    }

    /// The Levenshtein distance: letters to insert, to remove and to replace.
    private static int errors(String word, String meant) {
        int[] above = new int[meant.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= word.length(); row++) {
            int[] here = new int[above.length];
            here[0] = row;
            for (int column = 1; column < here.length; column++) {
                int replaced = above[column - 1] + (word.charAt(row - 1) == meant.charAt(column - 1) ? 0 : 1);
                here[column] = Math.min(replaced, 1 + Math.min(above[column], here[column - 1]));
            }
            above = here;
        }
        return above[meant.length()];
    }
}
