package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The classes of the six element types are one text with the words of the type put in. `LongArray`,
/// `LongValue` and the part of `SharedMemory` about `long` are that text; what another type does
/// differently stands here, and nothing else may differ.
class FamilyTest {
    private static final Path SHM = Path.of("src/main/java/io/millrace/shm");

    /// A difference that is meant: the text of `long`, and what stands in its place.
    private record Change(String of, String to) {}

    private static final List<Change> NARROW_ARRAY = List.of(
            new Change("Sums wrap around.\n", "Sums wrap around. Atomic changes go through the aligned `int`\n///"
                    + " around the element and leave its neighbours alone.\n"),
            new Change(".varHandle();\n", ".varHandle();\n\n    private final NarrowCells cells;\n"),
            new Change("super(span);\n", "super(span);\n        this.cells = NarrowCells.of(span);\n"),
            new Change("ELEMENT.compareAndSet(segment, offset, expected, value)",
                    "cells.compareAndSet(offset, expected, value)"),
            new Change(single("getAndSet", "value"), loop("value")),
            new Change(single("getAndAdd", "delta"), loop("(x) (seen + delta)")),
            new Change("return getAndAdd(index, delta) + delta;", "return (x) (getAndAdd(index, delta) + delta);"),
            new Change("`op(element, operand)` and", "`op(element, operand)`, narrowed by a cast, and"),
            new Change("`function(i)` to", "`function(i)`, narrowed by a cast, to"),
            new Change("op.applyAsX(seen, operand)", "(x) op.applyAsInt(seen, operand)"),
            new Change("function.applyAsX(i)", "(x) function.applyAsInt(i)"),
            new Change("XBinaryOperator", "IntBinaryOperator"),
            new Change("LongToXFunction", "LongToIntFunction"),
            new Change("in order; may", "in order, widened; may"),
            new Change("XStream stream", "IntStream stream"),
            new Change("mapToX(", "mapToInt("));

    private static final List<Change> FLOATING_ARRAY = List.of(
            new Change("Sums wrap around.", "Compared by their bits: a NaN equals itself, `0.0` is not `-0.0`."),
            new Change("`expected`; tells", "`expected`, bit by bit; tells"),
            new Change(single("getAndAdd", "delta"), loop("seen + delta")));

    private static final List<Change> FLOAT_ARRAY = List.of(
            new Change("`function(i)` to", "`function(i)`, narrowed by a cast, to"),
            new Change("function.applyAsX(i)", "(x) function.applyAsDouble(i)"),
            new Change("LongToXFunction", "LongToDoubleFunction"),
            new Change("in order; may", "in order, widened; may"),
            new Change("XStream stream", "DoubleStream stream"),
            new Change("mapToX(", "mapToDouble("));

    private static final List<Change> NARROW_VALUE = List.of(
            new Change("`op(value, operand)` and", "`op(value, operand)`, narrowed by a cast, and"),
            new Change("XBinaryOperator", "IntBinaryOperator"));

    private static final List<Change> FLOATING_VALUE = List.of(
            new Change("Sums wrap around.", "Compared by its bits: a NaN equals itself, `0.0` is not `-0.0`."),
            new Change("`expected`; tells", "`expected`, bit by bit; tells"));

    private static String single(String method, String operand) {
        return """
                        long offset = atomicOffset(index);
                        try {
                            return (x) ELEMENT.%s(segment, offset, %s);
                        } catch (RuntimeException e) {
                            throw refused(e, index);
                        }
                """.formatted(method, operand);
    }

    private static String loop(String next) {
        return """
                        while (true) {
                            x seen = getVolatile(index);
                            if (compareAndSet(index, seen, %s)) {
                                return seen;
                            }
                        }
                """.formatted(next);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LONG")
    void everyArrayIsTheTextOfLongArrayButForItsMarkedDifferences(ElementType type) throws IOException {
        assertSame("Array", type, switch (type) {
            case BYTE -> List.of(
                    new Change(
                            "`x`s in the mapped file. ", "`x`s in the mapped file, or the bytes of a bytes region. "),
                    new Change("go through the aligned `int`\n/// around", "go\n/// through the aligned `int` around"));
            case FLOAT -> FLOAT_ARRAY;
            default -> List.of();
        }, switch (type) {
            case BYTE, SHORT -> NARROW_ARRAY;
            case FLOAT, DOUBLE -> FLOATING_ARRAY;
            default -> List.of();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LONG")
    void everyValueIsTheTextOfLongValueButForItsMarkedDifferences(ElementType type) throws IOException {
        assertSame("Value", type, switch (type) {
            case BYTE, SHORT -> List.of(new Change("0, 1L)", "0, (x) 1)"));
            case INT -> List.of(new Change("0, 1L)", "0, 1)"), new Change("`AtomicLong`", "`AtomicInteger`"));
            case FLOAT -> List.of(new Change("0, 1L)", "0, 1.0f)"));
            default -> List.of(new Change("0, 1L)", "0, 1.0)"));
        }, switch (type) {
            case BYTE, SHORT -> NARROW_VALUE;
            case FLOAT, DOUBLE -> FLOATING_VALUE;
            default -> List.of();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LONG")
    void everyPartOfSharedMemoryIsTheTextOfThePartAboutLong(ElementType type) throws IOException {
        String expected = part(ElementType.LONG)
                .replace("long... shape", "VARIADIC shape")
                .replace("LONG", type.name())
                .replace("Long", word(type))
                .replace("long", primitive(type))
                .replace("VARIADIC shape", "long... shape");
        assertEquals(type == ElementType.INT ? expected.replace("a `int`", "an `int`") : expected, part(type));
    }

    private static String part(ElementType type) throws IOException {
        String source = Files.readString(SHM.resolve("SharedMemory.java"));
        int from = source.indexOf("    /// Creates an array of `%s`, all zero.".formatted(primitive(type)));
        String last = " openOrNew%sValue(String name,".formatted(word(type));
        int to = source.indexOf("    }\n", source.indexOf(last));
        assertTrue(from > 0 && to > from, () -> "no part about " + type);
        return source.substring(from, to);
    }

    private static void assertSame(String kind, ElementType type, List<Change> own, List<Change> shared)
            throws IOException {
        String expected = withX(code("Long" + kind));
        for (List<Change> changes : List.of(shared, own)) {
            for (Change change : changes) {
                assertTrue(expected.contains(change.of), () -> "nothing left to change: " + change);
                expected = expected.replace(change.of, change.to);
            }
        }
        expected = expected.replace("X.BYTES", box(type) + ".BYTES")
                .replace("_X", "_" + type.name())
                .replace("ElementType.X", "ElementType." + type.name())
                .replace("X", word(type))
                .replaceAll("\\bx(?=\\b|Array|Value)", primitive(type));
        assertEquals(expected, code(word(type) + kind));
    }

    /// The text with X for `Long` and x for `long` where they stand for the type of the elements; a
    /// `long` that is an index, an offset or a size stays.
    private static String withX(String text) {
        return text.replace("LongUnaryOperator", "LongToXFunction")
                .replace("LongBinaryOperator", "XBinaryOperator")
                .replace("LongStream stream", "XStream stream")
                .replace(".map(this::get)", ".mapToX(this::get)")
                .replace("applyAsLong", "applyAsX")
                .replaceAll("Long(?=Array|Value|\\.BYTES)", "X")
                .replaceAll("(?<=_|ElementType\\.)LONG", "X")
                .replaceAll("\\blong(?=Array|Value|`|\\[)", "x")
                .replaceAll("\\blong(?= (value|expected|delta|operand|seen)\\b)", "x")
                .replaceAll("(?<=public )long", "x")
                .replace("(long) ELEMENT", "(x) ELEMENT");
    }

    /// Without imports, which the compiler checks.
    private static String code(String name) throws IOException {
        return Files.readAllLines(SHM.resolve("data").resolve(name + ".java")).stream()
                .filter(line -> !line.startsWith("import "))
                .collect(Collectors.joining("\n", "", "\n"))
                .replaceAll("\n{3,}", "\n\n");
    }

    private static String primitive(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /// As in `IntArray`.
    private static String word(ElementType type) {
        return type.name().charAt(0) + primitive(type).substring(1);
    }

    /// As in `Integer.BYTES`.
    private static String box(ElementType type) {
        return type == ElementType.INT ? "Integer" : word(type);
    }
}
