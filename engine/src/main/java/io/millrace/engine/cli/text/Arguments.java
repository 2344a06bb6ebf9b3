package io.millrace.engine.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/// The words behind the name of a command, sorted by its [Usage]. Options are named without dashes.
public final class Arguments {
    private final CommandLine line;
    private final Usage usage;

    Arguments(CommandLine line, Usage usage) {
        this.line = line;
        this.usage = usage;
    }

    /// Whether the help is wanted instead of the command.
    public boolean help() {
        return has(Usage.HELP);
    }

    /// Whether the version of the program is wanted.
    public boolean version() {
        return has(Usage.VERSION);
    }

    /// Whether the result is one JSON value.
    public boolean json() {
        return has(Usage.JSON);
    }

    /// Whether a failure is shown with its stack trace, and the output of workers is shown.
    public boolean verbose() {
        return has(Usage.VERBOSE);
    }

    /// Whether an option was given.
    public boolean has(String option) {
        return line.hasOption(option);
    }

    /// The value of an option; null when it was not given.
    ///
    /// @throws UsageException names the option, with what `read` says of the value
    public <T> @Nullable T value(String option, Function<String, T> read) {
        String text = line.getOptionValue(option);
        return text == null ? null : read("--" + option, text, read);
    }

    /// The value of an option.
    ///
    /// @param otherwise the value when it was not given
    /// @throws UsageException names the option, with what `read` says of the value
    public <T> T value(String option, Function<String, T> read, T otherwise) {
        T given = value(option, read);
        return given == null ? otherwise : given;
    }

    /// The whole number of an option.
    ///
    /// @param otherwise the number when it was not given
    /// @throws UsageException names the option, when the value is no number, below the least or above the greatest
    public long number(String option, long otherwise, long least, long greatest) {
        return Count.inRange("--" + option, value(option, Count::parse, otherwise), least, greatest);
    }

    /// The values of an option that takes several; none when it was not given.
    ///
    /// @throws UsageException names the option, with what `read` says of a value
    public <T> List<T> values(String option, Function<String, T> read) {
        List<T> values = new ArrayList<>();
        if (has(option)) {
            for (String text : line.getOptionValues(option)) {
                values.add(read("--" + option, text, read));
            }
        }
        return values;
    }

    /// The operand at a place, counted from 0.
    ///
    /// @throws UsageException names the operand, with what `read` says of it
    public <T> T operand(int place, Function<String, T> read) {
        return read(usage.operands().get(place).label(), operands().get(place), read);
    }

    List<String> operands() {
        return line.getArgList();
    }

    /// One for each time that an option was given.
    List<Option> options() {
        return List.of(line.getOptions());
    }

    private static <T> T read(String name, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (UsageException refused) {
            throw new UsageException("%s: %s".formatted(name, refused.getMessage()));
        }
    }
}
