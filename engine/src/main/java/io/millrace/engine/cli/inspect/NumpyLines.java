package io.millrace.engine.cli.inspect;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Python code that opens the regions of a file with numpy, in place and read-only.
///
/// ```python
/// import numpy as np
/// prices = np.memmap("/dev/shm/prices.mill", dtype="<f8", mode="r", offset=9609216, shape=(3, 4))
/// ```
///
/// A value becomes an array of one element; records and bytes become arrays of bytes; an empty
/// array is not mapped.
public final class NumpyLines {
    /// Python's keywords and built-in names, and `np`.
    private static final Set<String> RESERVED = Set.of("""
            False None True and as assert async await break case class continue def del elif else
            except finally for from global if import in is lambda match nonlocal not or pass raise
            return try type while with yield np _ abs aiter all anext any ascii bin bool breakpoint
            bytearray bytes callable chr classmethod compile complex copyright credits delattr dict
            dir divmod enumerate eval exec exit filter float format frozenset getattr globals
            hasattr hash help hex id input int isinstance issubclass iter len license list locals
            map max memoryview min next object oct open ord pow print property quit range repr
            reversed round set setattr slice sorted staticmethod str sum super tuple vars zip
            Ellipsis NotImplemented ArithmeticError AssertionError AttributeError BaseException
            BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
            ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
            ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError
            Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError
            FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError
            IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
            MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError
            OverflowError PendingDeprecationWarning PermissionError ProcessLookupError
            PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError
            RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError
            SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError
            UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning
            ValueError Warning ZeroDivisionError""".split("\\s+"));

    private NumpyLines() {}

    public static List<String> of(Path file, List<RegionInfo> regions) {
        List<String> lines = new ArrayList<>();
        lines.add("import numpy as np");
        Set<String> taken = new HashSet<>();
        for (RegionInfo region : regions) {
            lines.add("%s = %s".formatted(variable(region.name(), taken), expression(file, region)));
        }
        return lines;
    }

    private static String expression(Path file, RegionInfo region) {
        String type = type(region);
        long[] shape = shape(region);
        String tuple = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ",)"));
        if (Arrays.stream(shape).anyMatch(length -> length == 0)) {
            return "np.empty(%s, dtype=%s)".formatted(tuple, quoted(type));
        }
        return "np.memmap(%s, dtype=%s, mode=\"r\", offset=%s, shape=%s)"
                .formatted(quoted(file.toString()), quoted(type), region.offset(), tuple);
    }

    private static boolean isNumeric(RegionInfo region) {
        return region.kind() == RegionKind.ARRAY || region.kind() == RegionKind.VALUE;
    }

    private static String type(RegionInfo region) {
        ElementType type = region.elementType();
        return switch (type == null || !isNumeric(region) ? ElementType.BYTE : type) {
            case BYTE -> "i1";
            case SHORT -> "<i2";
            case INT -> "<i4";
            case LONG -> "<i8";
            case FLOAT -> "<f4";
            case DOUBLE -> "<f8";
        };
    }

    private static long[] shape(RegionInfo region) {
        return switch (region.kind()) {
            case ARRAY -> region.shape();
            case VALUE -> new long[] {1};
            default -> new long[] {region.byteSize()};
        };
    }

    /// A valid name of Python that is not reserved and that no other region has.
    private static String variable(String name, Set<String> taken) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        String start = plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
        if (RESERVED.contains(start) || start.startsWith("__")) {
            start += "_";
        }
        String variable = start;
        for (int number = 2; !taken.add(variable); number++) {
            variable = start + "_" + number;
        }
        return variable;
    }

    /// A Python string literal in ASCII.
    private static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                literal.append('\\').appendCodePoint(point);
            } else if (point >= ' ' && point < 0x7f) {
                literal.appendCodePoint(point);
            } else {
                literal.append(String.format(Locale.ROOT, "\\U%08x", point));
            }
        });
        return literal.append('"').toString();
    }
}
