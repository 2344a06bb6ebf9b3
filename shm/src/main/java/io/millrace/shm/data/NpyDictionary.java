package io.millrace.shm.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The Python dictionary in the header of a `.npy` file, read by a parser for just this:
///
/// ```text
///   { 'descr' : '<f8' , 'fortran_order' : False , 'shape' : ( 344 , 403 , ) , }
/// ```
///
/// Exactly these three keys, in any order, each once; strings without escapes; whole numbers.
/// Nothing is evaluated. Whatever else stands there is an `IllegalArgumentException` that says what
/// was expected where.
final class NpyDictionary {
    private static final int MAX_DIGITS = 19;

    private final String text;
    private int at;
    private @Nullable String descr;
    private @Nullable Boolean fortranOrder;
    private long @Nullable [] shape;

    private NpyDictionary(String text) {
        this.text = text;
    }

    /// @param elementType as numpy writes it: byte order, kind and size, as in `<f8`
    record Entries(String elementType, boolean fortranOrder, long[] shape) {}

    static Entries parse(String text) {
        return new NpyDictionary(text).entries();
    }

    private Entries entries() {
        expect('{');
        Set<String> seen = new HashSet<>();
        while (!accept('}')) {
            String key = string();
            if (!seen.add(key)) {
                throw wrong("each key once", "'" + key + "' again");
            }
            expect(':');
            value(key);
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (peek() != 0) {
            throw wrong("end of the header", found());
        }
        if (descr == null || fortranOrder == null || shape == null) {
            throw wrong("keys descr, fortran_order and shape", seen.toString());
        }
        return new Entries(descr, fortranOrder, shape);
    }

    private void value(String key) {
        switch (key) {
            case "descr" -> descr = elementType();
            case "fortran_order" -> fortranOrder = bool();
            case "shape" -> shape = numbers();
            default -> throw wrong("keys descr, fortran_order and shape", "'" + key + "'");
        }
    }

    private String elementType() {
        if (peek() == '[' || peek() == '(') {
            throw wrong(NpyElements.eachField(), "a structured type");
        }
        return string();
    }

    private String string() {
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw wrong("a string in quotes", found());
        }
        String value = text.substring(at + 1, end);
        if (value.indexOf('\\') >= 0) {
            throw wrong("a string without escapes", "'" + value + "'");
        }
        at = end + 1;
        return value;
    }

    private boolean bool() {
        peek();
        for (boolean value : new boolean[] {true, false}) {
            String name = value ? "True" : "False";
            if (text.startsWith(name, at)) {
                at += name.length();
                return value;
            }
        }
        throw wrong("True or False", found());
    }

    /// A tuple: `()`, `(3,)`, `(3, 4)`; in Python a lone `(3)` is a number and no tuple.
    private long[] numbers() {
        expect('(');
        List<Long> numbers = new ArrayList<>();
        boolean comma = false;
        while (!accept(')')) {
            numbers.add(number());
            comma = accept(',');
            if (!comma) {
                expect(')');
                break;
            }
        }
        if (numbers.size() == 1 && !comma) {
            throw wrong("a tuple as in (3,)", "a number in parentheses");
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    /// Digits; an `L` behind them is how Python 2 wrote long ones.
    private long number() {
        peek();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty()) {
            throw wrong("a whole number", found());
        }
        if (at < text.length() && text.charAt(at) == 'L') {
            at++;
        }
        try {
            if (digits.length() <= MAX_DIGITS) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException e) {
            // nineteen digits above 2^63 - 1: said below
        }
        throw wrong("dimensions below 2^63", digits);
    }

    private boolean accept(char wanted) {
        boolean there = peek() == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw wrong("'" + wanted + "'", found());
        }
    }

    /// The next character that is not white space; 0 at the end.
    private char peek() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private String found() {
        char next = peek();
        return next == 0
                ? "the end of the header"
                : next < ' ' || next > '~' ? "character %s".formatted((int) next) : "'" + next + "'";
    }

    private IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException(
                "at character %s of the header: found=%s, expected=%s"
                        .formatted(at, found, expected));
    }
}
