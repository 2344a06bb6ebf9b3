package io.millrace.engine.cli;

import io.millrace.engine.KernelKind;
import io.millrace.engine.cli.doctor.DoctorCommand;
import io.millrace.engine.cli.images.ImagesCommand;
import io.millrace.engine.cli.inspect.InspectCommand;
import io.millrace.engine.cli.squares.SquaresCommand;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.EnumConverter;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.UsageMessage;
import io.millrace.shm.ElementType;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.internal.os.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// The program: `millrace COMMAND [options]`.
public final class Main {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    /// The logger of all Millrace classes; kept in a field, because the JDK holds it by a weak
    /// reference.
    private static final Logger LOGGER = Logger.getLogger("io.millrace");

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
        LOGGER.setLevel(Level.OFF);
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
        CommandLine line = new CommandLine(new Root());
        commands(console, args.length == 0 ? "" : args[0]).forEach(line::addSubcommand);
        line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        line.registerConverter(ElementType.class, new EnumConverter<>(ElementType.class));
        line.registerConverter(KernelKind.class, new EnumConverter<>(KernelKind.class));
        line.registerConverter(Path.class, new FilePath());
        line.setExpandAtFiles(false);
        line.setExecutionStrategy(Main::execute);
        line.setUsageHelpWidth(100);
        line.setOut(console.outWriter());
        line.setErr(console.errWriter());
        line.setParameterExceptionHandler((error, ignored) -> usageError(console, error));
        line.setExecutionExceptionHandler((error, command, parsed) -> failed(console, error, verbose(command)));
        int code = line.execute(args);
        if (console.out().checkError()) {
            console.complain("the result could not be written to standard output; look at where it goes");
            return FAILURE;
        }
        return code;
    }

    /// The command of that name; all of them for another word. Picocli takes longer to read the options of five
    /// commands than a short command takes to run.
    private static List<Object> commands(Console console, String name) {
        return switch (name) {
            case "squares" -> List.of(new SquaresCommand(console).opening());
            case "images" -> List.of(new ImagesCommand(console));
            case "inspect" -> List.of(new InspectCommand(console));
            case "sweep" -> List.of(new SweepCommand(console));
            case "doctor" -> List.of(new DoctorCommand(console));
            default ->
                List.of(
                        new SquaresCommand(console),
                        new ImagesCommand(console),
                        new InspectCommand(console),
                        new SweepCommand(console),
                        new DoctorCommand(console));
        };
    }

    /// Prints help on every platform; runs commands only where Millrace works.
    private static int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        try {
            Platform.require();
        } catch (MillraceException refused) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), refused.getMessage(), refused);
        }
        return new RunLast().execute(parsed);
    }

    private static int usageError(Console console, ParameterException error) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        console.complain("%s; see %s --help".formatted(UsageMessage.of(error), command));
        return USAGE;
    }

    private static boolean verbose(CommandLine command) {
        OptionSpec asked = command.getCommandSpec().findOption("--verbose");
        return asked != null && Boolean.TRUE.equals(asked.getValue());
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

    @Command(
            name = "millrace",
            header = "Millrace: worker JVMs compute over one memory-mapped file.",
            synopsisSubcommandLabel = "COMMAND",
            versionProvider = Version.class,
            footer = {"", "'millrace COMMAND --help' describes a command. Every command takes --json."})
    private static final class Root implements Callable<Integer> {
        @CommandLine.Spec
        CommandLine.Model.CommandSpec spec;

        @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
        boolean help;

        @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
        boolean version;

        @Override
        public Integer call() {
            throw new ParameterException(spec.commandLine(), "no command given");
        }
    }

    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                    .orElse("development build");
            return new String[] {"millrace " + version + ", Java " + Runtime.version()};
        }
    }
}
