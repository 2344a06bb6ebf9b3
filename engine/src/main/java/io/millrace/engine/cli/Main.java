package io.millrace.engine.cli;

import io.millrace.engine.cli.doctor.DoctorCommand;
import io.millrace.engine.cli.images.ImagesCommand;
import io.millrace.engine.cli.inspect.InspectCommand;
import io.millrace.engine.cli.metrics.MetricsCommand;
import io.millrace.engine.cli.squares.SquaresCommand;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.HelpText;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.UsageException;
import io.millrace.engine.cli.text.Words;
import io.millrace.engine.cli.top.TopCommand;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.internal.os.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The program: `millrace COMMAND [options]`.
public final class Main {
    private static final String NAME = "millrace";
    private static final List<String> COMMANDS =
            List.of("squares", "images", "inspect", "top", "serve-metrics", "sweep", "doctor");
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

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
                console.complain(unexpected(error));
            }
        });
    }

    private static String unexpected(Throwable error) {
        return "unexpected %s: %s; --verbose shows where".formatted(error.getClass().getName(), error.getMessage());
    }

    /// Runs one command and returns its exit code.
    static int run(Console console, String... args) {
        List<String> words = helpAsOption(List.of(args));
        String name = words.isEmpty() ? "" : words.getFirst();
        Command command = command(console, name);
        int code = command == null
                ? runProgram(console, words)
                : runCommand(console, command, words.subList(1, words.size()));
        if (console.out().checkError()) {
            console.complain("the result could not be written to standard output; look at where it goes");
            return FAILURE;
        }
        return code;
    }

    /// `help` is `--help`, and `help COMMAND` is `COMMAND --help`.
    private static List<String> helpAsOption(List<String> words) {
        if (words.isEmpty() || !words.getFirst().equals("help")) {
            return words;
        }
        return Stream.concat(words.stream().skip(1), Stream.of("--help")).toList();
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
            default -> null;
        };
    }

    /// What the program takes without a command.
    static Usage program() {
        return Usage.ofProgram(NAME, "Millrace: worker JVMs compute over one memory-mapped file.")
                .footer("'millrace COMMAND --help' describes a command. Every command takes --json.");
    }

    /// Runs the program without a command.
    private static int runProgram(Console console, List<String> words) {
        Usage program = program();
        try {
            if (!words.isEmpty() && !words.getFirst().startsWith("-")) {
                throw unknown(words.getFirst());
            }
            Arguments arguments = program.parse(words);
            if (arguments.version()) {
                console.out().println(version());
            } else if (arguments.help()) {
                new HelpText(console.out()).program(program, usages(console));
            } else {
                throw new UsageException("no command given");
            }
            return 0;
        } catch (UsageException wrong) {
            return usageError(console, NAME, wrong);
        }
    }

    private static UsageException unknown(String word) {
        return new UsageException("there is no command '%s'%s; the commands are %s"
                .formatted(word, Words.suggestion(word, COMMANDS), Words.listed(COMMANDS, "and")));
    }

    /// What each command takes, in the order of the help.
    static List<Usage> usages(Console console) {
        List<Usage> usages = new ArrayList<>();
        for (String name : COMMANDS) {
            usages.add(Objects.requireNonNull(command(console, name)).usage());
        }
        return usages;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return "millrace %s, Java %s".formatted(version == null ? "development build" : version, Runtime.version());
    }

    private static int runCommand(Console console, Command command, List<String> words) {
        Usage usage = command.usage();
        try {
            Arguments arguments = usage.parse(words);
            if (arguments.help()) {
                new HelpText(console.out()).command(NAME, usage);
                return 0;
            }
            return run(console, command, arguments);
        } catch (UsageException wrong) {
            return usageError(console, NAME + " " + usage.name(), wrong);
        }
    }

    private static int run(Console console, Command command, Arguments arguments) {
        try {
            Platform.require();
            return command.run(arguments);
        } catch (UsageException wrong) {
            throw wrong;
        } catch (RuntimeException error) {
            return failed(console, error, arguments.verbose());
        }
    }

    private static int usageError(Console console, String name, UsageException error) {
        console.complain("%s; see %s --help".formatted(error.getMessage(), name));
        return USAGE;
    }

    /// Reports a failure: by its message if the message is for users, otherwise with the class of
    /// the exception.
    private static int failed(Console console, Throwable error, boolean verbose) {
        if (error instanceof JobCancelledException) {
            return FAILURE; // interrupted from the keyboard, or by the shutdown: the user knows
        }
        boolean expected = error instanceof MillraceException
                || error instanceof IllegalArgumentException
                || error instanceof ArithmeticException;
        console.complain(expected ? String.valueOf(error.getMessage()) : unexpected(error));
        if (verbose) {
            error.printStackTrace(console.err());
        }
        return FAILURE;
    }
}
