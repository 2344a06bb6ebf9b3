package io.millrace.engine.cli.bench;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Usage.Operand;
import io.millrace.engine.cli.text.UsageException;
import java.util.List;

/// The command `bench` where the benchmarks are not on the class path: its help, and where to find them.
public final class BenchCommand implements Command {
    private static final List<Operand> REPORTS = List.of(
            new Operand("cold", "Measure new programs and first passes beside the same in Python and C."),
            new Operand(
                    "small", "Compare jobs over few elements with OpenMP, Java and numpy, after 100 calls and warm."),
            new Operand("limits", "Compare jobs over large arrays with the memory limit of this machine."),
            new Operand("expressions", "Compare expressions with separate jobs, numpy and numexpr."),
            new Operand("functions", "Compare functions of the user over arrays with built-in operations."),
            new Operand("tasks", "Compare functions and tasks with built-in operations and Python's multiprocessing."),
            new Operand("pictures", "Compare the command images with PIL, in turns, and their results."),
            new Operand("waiting", "Compare locks, events, pipes and queues with those of C, Agrona and Python."),
            new Operand("stream", "Compare a stream of a file with reading the file alone, in turns."),
            new Operand(
                    "cluster",
                    "Measure sums of squares on an Apache Spark of one node on this machine, beside the local engine,"
                            + " a JavaDoubleRDD and Spark SQL."),
            new Operand("jmh", "Run the benchmarks of single kernels and jobs; the words behind it are JMH's."));

    /// What the command takes without the name of a report.
    public static Usage withoutReport() {
        return Usage.ofCommand(
                        "bench",
                        "Measure this machine and write a page with charts; or run one report.",
                        "The page shows throughput, latencies, recoveries, and processes beside threads.")
                .option("html", "OUT", "Write the page to OUT, in HTML; needed without REPORT.")
                .option("elements", "N", "Doubles of the largest array (64M).")
                .option("workers", "N", "Workers of the largest pool (one a processor).")
                .option("seconds", "S", "Time of one measurement (1).")
                .option("kills", "N", "Processes that are killed for each kind of object (25).")
                .flag("quick", "Only check that everything runs: the figures are not valid.")
                .subcommands("REPORT", REPORTS)
                .footer("""
                        'millrace bench REPORT --help' describes a report. With --json: {"html": OUT}.
                        A peer that this machine lacks (cc, python3, a module of Python) is named as missing.""");
    }

    /// The line that describes a report.
    ///
    /// @throws java.util.NoSuchElementException when there is none of that name
    public static String description(String report) {
        return REPORTS.stream()
                .filter(each -> each.label().equals(report))
                .findFirst()
                .orElseThrow()
                .description();
    }

    @Override
    public Usage usage() {
        return withoutReport();
    }

    @Override
    public int run(Arguments arguments) {
        throw new UsageException("the benchmarks are not in millrace.jar, but in benchmarks.jar; run them by the"
                + " script millrace, or by java -jar benchmarks.jar");
    }
}
