package io.millrace.engine.cli;

import io.millrace.engine.cli.bench.BenchCommand;
import io.millrace.engine.cli.doctor.DoctorCommand;
import io.millrace.engine.cli.images.ImagesCommand;
import io.millrace.engine.cli.inspect.InspectCommand;
import io.millrace.engine.cli.metrics.MetricsCommand;
import io.millrace.engine.cli.squares.SquaresCommand;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Program;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.top.TopCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The program: `millrace COMMAND [options]`.
public final class Main {
    static final String NAME = "millrace";
    private static final String BENCH = "bench";
    private static final List<String> COMMANDS =
            List.of("squares", "images", "inspect", "top", "serve-metrics", "sweep", "doctor", BENCH);

    private Main() {}

    /// Runs one command and ends the JVM with its exit code.
    public static void main(String[] args) {
        Console console = Console.ofSystem();
        List<String> words = List.of(args);
        if (!words.contains("--verbose") && !words.contains("-v")) {
            keepToOneLine(console);
        }
        int code = run(console, args);
        console.flush();
        System.exit(code);
    }

    /// Turns off log records and the messages of background threads, because [#run] reports every
    /// failure; an unexpected failure is reported in one line too.
    private static void keepToOneLine(Console console) {
        System.setProperty("java.util.logging.config.class", NoLogging.class.getName());
        System.setProperty("millrace.quietExit", "true");
        Thread main = Thread.currentThread();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            if (thread.equals(main)) {
                console.complain(Program.unexpected(error));
            }
        });
    }

    /// Runs one command and returns its exit code.
    static int run(Console console, String... args) {
        Program program = new Program(console, NAME, new ProgramCommand(console), name -> command(console, name));
        return program.run(withoutReport(args));
    }

    /// Drops what stands behind `bench`: words that only the program of the benchmarks knows.
    private static String[] withoutReport(String... args) {
        List<String> words = List.of(args);
        boolean help = words.contains("--help") || words.contains("-h");
        return !help && args.length > 0 && args[0].equals(BENCH) ? new String[] {BENCH} : args;
    }

    private static @Nullable Command command(Console console, String name) {
        return switch (name) {
            case "squares" -> new SquaresCommand(console);
            case "images" -> new ImagesCommand(console);
            case "inspect" -> new InspectCommand(console);
            case "top" -> new TopCommand(console);
            case "serve-metrics" -> new MetricsCommand(console);
            case "sweep" -> new SweepCommand(console);
            case "doctor" -> new DoctorCommand(console);
            case BENCH -> new BenchCommand();
            default -> null;
        };
    }

    /// What each command takes, in the order of the help.
    static List<Usage> usages(Console console) {
        List<Usage> usages = new ArrayList<>();
        for (String name : COMMANDS) {
            usages.add(Objects.requireNonNull(command(console, name)).usage());
        }
        return usages;
    }
}
