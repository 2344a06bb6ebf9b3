package io.millrace.engine.cli.squares;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.cli.squares.SquaresPlan.Placement;
import io.millrace.engine.cli.squares.SquaresPlan.Values;
import io.millrace.engine.cli.text.CommonOptions;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NpyInfo;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command `squares`: reads the options, checks them, and makes a [SquaresPlan] of them.
@Command(
        name = "squares",
        description = {
            "Fill or load an array in one mapped file; workers sum it, square it and sum the squares.",
            "Numbers may be written 64_000_000, 64M (millions) or 64Mi (2^20)."
        },
        footer = {
            "",
            "Sums of integers have 64 bits and wrap beyond them, as in Java; then the line of the sum says so.",
            "Squares of int that need more than 32 bits wrap in their array, not in the sum.",
            "",
            "With --json: one object.",
            "  elements, type, workers, kernel, isa   the numbers, the workers, their instructions",
            "  fillSeconds, squareSeconds, sumSeconds, fusedSeconds",
            "                                         medians; fused: sum of squares in one pass",
            "  firstFillSeconds, firstSquareSeconds, firstSumSeconds, firstFusedSeconds",
            "                                         of the first runs",
            "  sum, sumOfSquares                      of the inputs, of their squares",
            "  sumBits, sumOfSquaresBits              IEEE bits of the sums as double, 16 hex digits",
            "  sumWrapped, sumOfSquaresWrapped, squaresWrapped",
            "                                         true when it did not fit into its type",
            "  readGBps, squareGBps                   fastest sum: bytes read; squares: read and written",
            "  limitReadGBps, limitCopyGBps           a C loop that only reads or copies; null without one,",
            "                                         and for inputs below 256 MiB, which caches may hold",
            "  workerDeaths                           workers that died and were replaced"
        })
public final class SquaresCommand implements Callable<Integer> {
    private static final long[] DEFAULT_RANGE = {0, 100};
    private static final long DEFAULT_SEED = 1;
    private static final int MAX_WORKERS = 1000;
    private static final int MAX_REPEAT = 100_000;
    private static final long MAX_ELEMENTS = 1L << 48;

    private final Console console;

    @Spec
    @Nullable CommandSpec spec;

    @Option(names = "--elements", paramLabel = "N", converter = Count.class,
            description = "Number of elements. Default: 64M, less if memory is scarce.")
    @Nullable Long elements;

    @Option(names = "--input", paramLabel = "F.npy", description = "Load the numbers from this file instead.")
    @Nullable Path input;

    @Option(names = "--type", paramLabel = "TYPE",
            description = "double, float, long, int, short or byte. Default: double.")
    @Nullable ElementType type;

    @Option(names = "--workers", paramLabel = "N", converter = Count.class,
            description = "Number of workers. Default: one for each processor.")
    @Nullable Long workers;

    @Option(names = "--threads", description = "Workers are threads of this JVM instead of processes.")
    boolean threads;

    @Option(names = "--random", arity = "2", paramLabel = "LO HI", hideParamSyntax = true, converter = Count.class,
            description = "Random whole numbers from LO up to below HI. Default: 0 100.")
    long @Nullable [] random;

    @Option(names = "--seed", paramLabel = "S", converter = Count.class,
            description = "Seed of the random numbers. Default: 1.")
    @Nullable Long seed;

    @Option(names = "--in-place", description = "The squares overwrite the inputs.")
    boolean inPlace;

    @Option(names = "--kernel", paramLabel = "K",
            description =
                    "native (C), vector (Java's Vector API), scalar (plain Java) or auto. Same bits. Default: auto.")
    KernelKind kernel = KernelKind.AUTO;

    @Option(names = "--repeat", paramLabel = "R", converter = Count.class,
            description = "Run each step R times: the first, then medians of the others; rates of the fastest."
                    + " With 16 MiB of numbers or more, the others wait for all workers. Default: 3.")
    long repeat = 3;

    @Option(names = "--output", paramLabel = "F.npy", description = "Save the squares to this file.")
    @Nullable Path output;

    @Option(names = "--keep", paramLabel = "F.mill", description = "Create the mapped file at this path and keep it.")
    @Nullable Path keep;

    @Mixin
    CommonOptions common = new CommonOptions();

    public SquaresCommand(Console console) {
        this.console = console;
    }

    /// Opens the C library in another thread, while the options are read.
    public SquaresCommand opening() {
        Thread.ofPlatform().daemon().name("millrace-library").start(CLibrary::unavailableReason);
        return this;
    }

    @Override
    public Integer call() {
        SquaresReport report = new SquaresRun(console, plan(), common.verbose()).run();
        if (common.json()) {
            report.overflow().notes().forEach(console::note);
            console.json(report.json());
        } else {
            console.out().print(report.text());
        }
        return 0;
    }

    private SquaresPlan plan() {
        range("--repeat", repeat, 1, MAX_REPEAT);
        range("--workers", workerCount(), 1, MAX_WORKERS);
        requireDestinations();
        Values values = input == null ? randomValues() : fileValues(input);
        if (inPlace && SquaresPlan.widened(values.type()) != values.type()) {
            throw usage("squares of %s are long and do not fit over their inputs; leave out --in-place"
                    .formatted(lower(values.type())));
        }
        return new SquaresPlan(
                values,
                inPlace ? Placement.IN_PLACE : Placement.APART,
                (int) workerCount(),
                threads ? WorkerKind.THREAD : WorkerKind.PROCESS,
                kernel,
                (int) repeat,
                output,
                keep);
    }

    private long workerCount() {
        return workers != null ? workers : Runtime.getRuntime().availableProcessors();
    }

    private Values fileValues(Path file) {
        if (elements != null || type != null || random != null || seed != null) {
            throw usage("--input brings its own numbers; leave out --elements, --type, --random and --seed");
        }
        NpyInfo info = Npy.inspect(file);
        return new Values.File(file, info.type(), info.shape());
    }

    private Values randomValues() {
        ElementType chosen = type == null ? ElementType.DOUBLE : type;
        long[] bounds = random == null ? DEFAULT_RANGE : random;
        if (bounds.length != 2) {
            throw usage("--random is given twice; give it once");
        }
        long low = bounds[0];
        long high = bounds[1];
        if (low >= high) {
            throw usage("--random needs LO below HI: LO=%s, HI=%s".formatted(low, high));
        }
        requireFits(chosen, low, high);
        long count;
        if (elements == null) {
            DefaultSize size = DefaultSize.of(chosen, inPlace, keep);
            size.explanation().ifPresent(console::note);
            count = size.elements();
        } else {
            count = elements;
            range("--elements", count, 0, MAX_ELEMENTS);
        }
        return new Values.Random(chosen, count, low, high, seed == null ? DEFAULT_SEED : seed);
    }

    /// Checks that the range fits into the type. HI is exclusive, but an `int` generator takes it
    /// as an `int`.
    private void requireFits(ElementType chosen, long low, long high) {
        int bits = chosen.byteSize() * Byte.SIZE;
        boolean whole = chosen != ElementType.DOUBLE && chosen != ElementType.FLOAT;
        if (whole && bits < Long.SIZE) {
            long largest = (1L << bits - 1) - 1;
            long limit = chosen == ElementType.INT ? largest : largest + 1;
            if (low < -largest - 1 || high > limit) {
                throw usage("--random does not fit into %s: LO=%s, HI=%s; give LO from %s, HI up to %s"
                        .formatted(lower(chosen), low, high, -largest - 1, limit));
            }
        }
    }

    private void range(String option, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw usage("%s is out of range: %s; give %s to %s"
                    .formatted(option, Count.grouped(value), Count.grouped(least), Count.grouped(greatest)));
        }
    }

    private void requireDestinations() {
        if (output != null && keep != null && absolute(output).equals(absolute(keep))) {
            throw usage("--output and --keep name one file: %s; give two".formatted(output));
        }
        if (output != null) {
            new Destination("--output", output).requireWritable();
        }
        if (keep != null) {
            new Destination("--keep", keep).requireFree();
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
