package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import java.util.HashMap;
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
    private static final String SIX_TYPES = "one of <f8 <f4 <i8 <i4 <i2 |i1";
    private static final Map<String, NumpyType> TYPES = types();

    private NpyElements() {}

    private static Map<String, NumpyType> types() {
        Map<String, NumpyType> types = new HashMap<>();
        for (NumpyType type : NumpyType.values()) {
            type.codes().forEach(code -> types.put(code, type));
        }
        return types;
    }

    /// The type; empty when its elements are no numbers of at most 64 bits.
    static Optional<NumpyType> type(String descr) {
        return Optional.ofNullable(TYPES.get(matched(descr).group(2)));
    }

    /// Whether the bytes of an element of several bytes are in the other order than those of this machine.
    static boolean isBigEndian(String descr) {
        String order = matched(descr).group(1);
        return order.equals(">") || order.equals("!");
    }

    /// As numpy writes it.
    static String name(ElementType type) {
        char order = type == ElementType.BYTE ? '|' : '<';
        char kind = type == ElementType.FLOAT || type == ElementType.DOUBLE ? 'f' : 'i';
        return String.format(Locale.ROOT, "%c%c%d", order, kind, type.byteSize());
    }

    /// What is expected instead of elements that an array does not hold as they are: the element type
    /// that converts them, if one does, and Python that makes another file.
    static String remedy(String descr) {
        String code = matched(descr).group(2);
        NumpyType type = TYPES.get(code);
        if (type == null) {
            return SIX_TYPES + "; " + convertedByPython(code);
        }
        String python = python(astype(name(widened(type))));
        return type.isHeld()
                ? "little endian; %s, or %s".formatted(convertedHere(type), python)
                : "%s; %s, or %s%s".formatted(SIX_TYPES, convertedHere(type), python,
                        type == NumpyType.UINT64 ? ", which wraps beyond 2^63 - 1" : "");
    }

    /// The narrowest element type that holds all numbers of that type, but of `UINT64` those below 2^63.
    private static ElementType widened(NumpyType type) {
        return switch (type) {
            case BOOL, INT8 -> ElementType.BYTE;
            case UINT8, INT16 -> ElementType.SHORT;
            case UINT16, INT32 -> ElementType.INT;
            case UINT32, UINT64, INT64 -> ElementType.LONG;
            case FLOAT16, FLOAT32 -> ElementType.FLOAT;
            case FLOAT64 -> ElementType.DOUBLE;
        };
    }

    private static String convertedHere(NumpyType type) {
        return "give an element type to load, as in Npy.load(memory, name, path, ElementType.%s)"
                .formatted(widened(type));
    }

    private static String convertedByPython(String code) {
        String bytes = code.length() > 1 ? code.substring(1) : "";
        return switch (code.isEmpty() ? ' ' : code.charAt(0)) {
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
        return "C order; give an element type to load, as in Npy.load(memory, name, path, ElementType.DOUBLE), or "
                + python("numpy.ascontiguousarray(a)");
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
