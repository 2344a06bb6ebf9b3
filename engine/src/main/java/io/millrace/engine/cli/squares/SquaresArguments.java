package io.millrace.engine.cli.squares;

import io.millrace.engine.KernelKind;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.cli.squares.SquaresPlan.Placement;
import io.millrace.engine.cli.squares.SquaresPlan.Values;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.UsageException;
import io.millrace.engine.cli.text.Words;
import io.millrace.shm.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Checks the arguments of `squares` and makes a plan of them.
final class SquaresArguments {
    private static final List<Long> DEFAULT_RANGE = List.of(0L, 100L);
    private static final long DEFAULT_SEED = 1;
    private static final long DEFAULT_REPEAT = 3;
    private static final int MAX_WORKERS = 1000;
    private static final int MAX_REPEAT = 100_000;
    private static final long MAX_ELEMENTS = 1L << 48;

    private final Console console;
    private final Arguments arguments;
    private final boolean inPlace;
    private final @Nullable Path output;
    private final @Nullable Path keep;

    SquaresArguments(Console console, Arguments arguments) {
        this.console = console;
        this.arguments = arguments;
        inPlace = arguments.has("in-place");
        output = arguments.value("output", FilePath::parse);
        keep = arguments.value("keep", FilePath::parse);
    }

    SquaresPlan plan() {
        long processors = Runtime.getRuntime().availableProcessors();
        KernelKind kernel = arguments.value("kernel", text -> Words.constant(KernelKind.class, text), KernelKind.AUTO);
        Path input = arguments.value("input", FilePath::parse);
        long repeat = arguments.number("repeat", DEFAULT_REPEAT, 1, MAX_REPEAT);
        long workers = arguments.number("workers", processors, 1, MAX_WORKERS);
        requireDestinations();
        Values values = input == null ? randomValues() : fileValues(input);
        if (inPlace && SquaresPlan.widened(values.type()) != values.type()) {
            throw new UsageException("squares of %s are long and do not fit over their inputs; leave out --in-place"
                    .formatted(Words.lower(values.type())));
        }
        return new SquaresPlan(
                values,
                inPlace ? Placement.IN_PLACE : Placement.APART,
                (int) workers,
                arguments.has("threads") ? WorkerKind.THREAD : WorkerKind.PROCESS,
                kernel,
                (int) repeat,
                output,
                keep);
    }

    private Values fileValues(Path file) {
        for (String option : new String[] {"elements", "random", "seed"}) {
            if (arguments.has(option)) {
                throw new UsageException("--input brings its own numbers; leave out --elements, --random and --seed");
            }
        }
        ElementType type = arguments.value("type", text -> Words.constant(ElementType.class, text));
        return new InputFile(file, type, arguments.value("column", text -> text)).values();
    }

    private Values randomValues() {
        if (arguments.has("column")) {
            throw new UsageException("--column needs --input, the CSV file that has it");
        }
        ElementType type =
                arguments.value("type", text -> Words.constant(ElementType.class, text), ElementType.DOUBLE);
        long seed = arguments.value("seed", Count::parse, DEFAULT_SEED);
        List<Long> given = arguments.values("random", Count::parse);
        List<Long> range = given.isEmpty() ? DEFAULT_RANGE : given;
        long low = range.getFirst();
        long high = range.getLast();
        if (low >= high) {
            throw new UsageException("--random needs LO below HI: LO=%s, HI=%s".formatted(low, high));
        }
        requireFits(type, low, high);
        return new Values.Random(type, count(type), low, high, seed);
    }

    private long count(ElementType type) {
        if (arguments.has("elements")) {
            return arguments.number("elements", 0, 0, MAX_ELEMENTS);
        }
        DefaultSize size = DefaultSize.of(type, inPlace, keep);
        size.explanation().ifPresent(console::note);
        return size.elements();
    }

    /// Checks that the range fits into the type. HI is exclusive, but an `int` generator takes it
    /// as an `int`.
    private static void requireFits(ElementType type, long low, long high) {
        int bits = type.byteSize() * Byte.SIZE;
        boolean whole = type != ElementType.DOUBLE && type != ElementType.FLOAT;
        if (whole && bits < Long.SIZE) {
            long largest = (1L << bits - 1) - 1;
            long limit = type == ElementType.INT ? largest : largest + 1;
            if (low < -largest - 1 || high > limit) {
                throw new UsageException("--random does not fit into %s: LO=%s, HI=%s; give LO from %s, HI up to %s"
                        .formatted(Words.lower(type), low, high, -largest - 1, limit));
            }
        }
    }

    private static void requireNumpyName(Path output) {
        String name = output.toString().toLowerCase(Locale.ROOT);
        for (String ending : List.of(".csv", ".npz", ".txt")) {
            if (name.endsWith(ending)) {
                throw new UsageException(
                        "--output writes numpy's format, which %s files do not have: %s; name it .npy"
                                .formatted(ending, output));
            }
        }
    }

    private void requireDestinations() {
        if (output != null && keep != null && absolute(output).equals(absolute(keep))) {
            throw new UsageException("--output and --keep name one file: %s; give two".formatted(output));
        }
        if (output != null) {
            requireNumpyName(output);
            new Destination("--output", output).requireWritable();
        }
        if (keep != null) {
            new Destination("--keep", keep).requireFree();
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
