package io.millrace.engine.cli.text;

import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.internal.os.Platform;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A program with commands: finds the command that a command line names, runs it, and turns each failure into one
/// line and an exit code.
public final class Program {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    private final Console console;
    private final String name;
    private final Command own;
    private final Function<String, @Nullable Command> commands;

    /// @param name as the user types it: one word, or that of another program and a command of it
    /// @param own runs when no command is named; its usage tells the commands
    /// @param commands the command of a name; null when there is none
    public Program(Console console, String name, Command own, Function<String, @Nullable Command> commands) {
        this.console = console;
        this.name = name;
        this.own = own;
        this.commands = commands;
    }

    /// Runs one command and returns its exit code.
    public int run(String... args) {
        List<String> words = helpAsOption(List.of(args));
        String first = words.isEmpty() ? "" : words.getFirst();
        Command command = commands.apply(first);
        int code;
        if (command != null) {
            code = run(name + " " + first, command, words.subList(1, words.size()));
        } else if (first.isEmpty() || first.startsWith("-")) {
            code = run(name, own, words);
        } else {
            code = usageError(name, unknown(first));
        }
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

    private UsageException unknown(String word) {
        Usage usage = own.usage();
        String kind = usage.subcommandLabel().toLowerCase(Locale.ROOT);
        List<String> known = usage.subcommands().stream().map(Usage.Operand::label).toList();
        return new UsageException("there is no %s '%s'%s; the %ss are %s"
                .formatted(kind, word, Words.suggestion(word, known), kind, Words.listed(known, "and")));
    }

    private int run(String fullName, Command command, List<String> words) {
        Usage usage = command.usage();
        try {
            Arguments arguments = usage.parse(words);
            if (arguments.help()) {
                new HelpText(console.out()).write(fullName, usage);
                return 0;
            }
            return run(command, arguments);
        } catch (UsageException wrong) {
            return usageError(fullName, wrong);
        }
    }

    private int run(Command command, Arguments arguments) {
        try {
            if (!arguments.version()) {
                Platform.require();
            }
            return command.run(arguments);
        } catch (UsageException wrong) {
            throw wrong;
        } catch (RuntimeException error) {
            return failed(error, arguments.verbose());
        }
    }

    private int usageError(String fullName, UsageException error) {
        console.complain("%s; see %s --help".formatted(error.getMessage(), fullName));
        return USAGE;
    }

    /// Reports a failure: by its message if the message is for users, otherwise with the class of
    /// the exception.
    private int failed(RuntimeException error, boolean verbose) {
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

    /// The line that reports an exception whose message is not for users.
    public static String unexpected(Throwable error) {
        return "unexpected %s: %s; --verbose shows where".formatted(error.getClass().getName(), error.getMessage());
    }
}
