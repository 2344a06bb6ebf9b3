package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What numpy calls the elements of an array: order of their bytes, kind, bytes, as in `<f8`.
///
/// The order may be `=`, `|` or nothing, which is this machine's, little endian; a single byte has
/// none, whatever stands there. `descr` of what other programs write may be a name instead.
final class NpyElements {
    private static final Pattern SYNTAX = Pattern.compile("([<>=|!]?)(.*)");
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("i1", ElementType.BYTE),
            Map.entry("b", ElementType.BYTE),
            Map.entry("int8", ElementType.BYTE),
            Map.entry("i2", ElementType.SHORT),
            Map.entry("h", ElementType.SHORT),
            Map.entry("int16", ElementType.SHORT),
            Map.entry("i4", ElementType.INT),
            Map.entry("i", ElementType.INT),
            Map.entry("int32", ElementType.INT),
            Map.entry("i8", ElementType.LONG),
            Map.entry("q", ElementType.LONG),
            Map.entry("int64", ElementType.LONG),
            Map.entry("f4", ElementType.FLOAT),
            Map.entry("f", ElementType.FLOAT),
            Map.entry("float32", ElementType.FLOAT),
            Map.entry("f8", ElementType.DOUBLE),
            Map.entry("d", ElementType.DOUBLE),
            Map.entry("float64", ElementType.DOUBLE));

    private NpyElements() {}

    /// The type whose bytes these are; empty when it is none of the six, or its bytes are in the other
    /// order.
    static Optional<ElementType> type(String descr) {
        Matcher match = matched(descr);
        ElementType type = TYPES.get(match.group(2));
        boolean swapped = match.group(1).equals(">") || match.group(1).equals("!");
        return type == null || swapped && type != ElementType.BYTE ? Optional.empty() : Optional.of(type);
    }

    /// As numpy writes it.
    static String name(ElementType type) {
        char order = type == ElementType.BYTE ? '|' : '<';
        char kind = type == ElementType.FLOAT || type == ElementType.DOUBLE ? 'f' : 'i';
        return String.format(Locale.ROOT, "%c%c%d", order, kind, type.byteSize());
    }

    /// What is expected instead of elements that are none of the six types: Python that makes it of them.
    static String remedy(String descr) {
        String code = matched(descr).group(2);
        ElementType swapped = TYPES.get(code);
        if (swapped != null) {
            return "little endian; " + python(astype(name(swapped)));
        }
        String bytes = code.length() > 1 ? code.substring(1) : "";
        return "one of <f8 <f4 <i8 <i4 <i2 |i1; "
                + switch (code.isEmpty() ? ' ' : code.charAt(0)) {
                    case 'b', '?' -> python(astype("|i1"));
                    case 'u' -> python(astype(switch (bytes) {
                        case "1" -> "<i2";
                        case "2" -> "<i4";
                        default -> "<i8";
                    })) + (bytes.equals("8") ? ", which wraps beyond 2^63 - 1" : "");
                    case 'f' -> python(astype(bytes.equals("2") ? "<f4" : "<f8"));
                    case 'c' -> python("numpy.stack([a.real, a.imag]).astype('%s', order='C')"
                            .formatted(bytes.equals("8") ? "<f4" : "<f8"));
                    case 'M', 'm' -> python(astype("<i8"));
                    case 'S', 'U', 'a' -> python(astype("<f8")) + ", if these texts are numbers";
                    case 'O' -> python("a.astype('<f8', order='C')", "file, allow_pickle=True")
                            + ", if these objects are numbers";
                    case 'V' -> python("numpy.frombuffer(a.tobytes(), 'i1')");
                    default -> python(astype("<f8"));
                };
    }

    /// For an array whose columns are stored one behind another.
    static String rowMajor() {
        return "C order; " + python("numpy.ascontiguousarray(a)");
    }

    /// For records, of which each field becomes an array.
    static String eachField() {
        return "one number per element; in Python: a = numpy.load(file); "
                + "[numpy.save(other + n, numpy.ascontiguousarray(a[n])) for n in a.dtype.names]";
    }

    private static String astype(String type) {
        return "a.astype('%s', order='C')".formatted(type);
    }

    private static String python(String expression) {
        return python(expression, "file");
    }

    private static String python(String expression, String arguments) {
        return "in Python: a = numpy.load(%s); numpy.save(other, %s)".formatted(arguments, expression);
    }

    private static Matcher matched(String descr) {
        Matcher match = SYNTAX.matcher(descr);
        if (!match.matches()) {
            throw new IllegalArgumentException("elements of a type with line ends");
        }
        return match;
    }
}
