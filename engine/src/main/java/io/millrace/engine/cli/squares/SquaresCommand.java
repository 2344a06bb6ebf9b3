package io.millrace.engine.cli.squares;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Words;
import io.millrace.shm.ElementType;

/// The command `squares`: reads the options, checks them, and makes a [SquaresPlan] of them.
public final class SquaresCommand implements Command {
    private static final String FOOTER = """
            Sums of integers have 64 bits and wrap beyond them, as in Java; then the line of the sum says so.
            Squares of int that need more than 32 bits wrap in their array, not in the sum.

            With --json: one object.
              elements, type, workers, kernel, isa   the numbers, the workers, their instructions
              fillSeconds, squareSeconds, sumSeconds, fusedSeconds
                                                     medians; fused: sum of squares in one pass
              firstFillSeconds, firstSquareSeconds, firstSumSeconds, firstFusedSeconds
                                                     of the first runs
              sum, sumOfSquares                      of the inputs, of their squares
              sumBits, sumOfSquaresBits              IEEE bits of the sums as double, 16 hex digits
              sumWrapped, sumOfSquaresWrapped, squaresWrapped
                                                     true when it did not fit into its type
              readGBps, squareGBps                   fastest sum: bytes read; squares: read and written
              limitReadGBps, limitCopyGBps           a C loop that only reads or copies; null without one,
                                                     and for inputs below 256 MiB, which caches may hold
              workerDeaths                           workers that died and were replaced
            """;

    private final Console console;

    public SquaresCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofCommand(
                        "squares",
                        "Fill or load an array in one mapped file; workers sum it, square it and sum the squares.",
                        "Numbers may be written 64_000_000, 64M (millions) or 64Mi (2^20).")
                .option("elements", "N", "Number of elements. Default: 64M, less if memory is scarce.")
                .option(
                        "input",
                        "FILE",
                        "Load the numbers from this file instead: F.npy, a column of F.csv, or with --type"
                                + " bare little-endian numbers.")
                .option(
                        "type",
                        "TYPE",
                        "double, float, long, int, short or byte. Default: double; of F.npy its own.")
                .choices("type", Words.constants(ElementType.class))
                .option(
                        "column",
                        "C",
                        "Column of F.csv: its name in the first line, or its number if no line has names."
                                + " Default: 1.")
                .option("workers", "N", "Number of workers. Default: one for each processor.")
                .flag("threads", "Workers are threads of this JVM instead of processes.")
                .option("random", "LO HI", 2, "Random whole numbers from LO up to below HI. Default: 0 100.")
                .option("seed", "S", "Seed of the random numbers. Default: 1.")
                .flag("in-place", "The squares overwrite the inputs.")
                .option(
                        "kernel",
                        "K",
                        "native (C), vector (Java's Vector API), scalar (plain Java) or auto. Same bits."
                                + " Default: auto.")
                .choices("kernel", Words.constants(KernelKind.class))
                .option(
                        "repeat",
                        "R",
                        "Run each step R times: the first, then medians of the others; rates of the fastest."
                                + " With 16 MiB of numbers or more, the others wait for all workers. Default: 3.")
                .option("output", "F.npy", "Save the squares to this file.")
                .option("keep", "F.mill", "Create the mapped file at this path and keep it.")
                .footer(FOOTER);
    }

    @Override
    public int run(Arguments arguments) {
        openLibrary();
        SquaresPlan plan = new SquaresArguments(console, arguments).plan();
        SquaresReport report = new SquaresRun(console, plan, arguments.verbose()).run();
        if (arguments.json()) {
            report.overflow().notes().forEach(console::note);
            console.json(report.json());
        } else {
            console.out().print(report.text());
        }
        return 0;
    }

    /// Opens the C library in another thread, while the options are read and the file is made.
    private static void openLibrary() {
        Thread.ofPlatform().daemon().name("millrace-library").start(CLibrary::unavailableReason);
    }
}
