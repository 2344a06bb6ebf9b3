package io.millrace.engine.cli.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/// What the program or a command takes: its options, which all have long names, and its operands.
public final class Usage {
    static final String JSON = "json";
    static final String VERBOSE = "verbose";
    static final String HELP = "help";
    static final String VERSION = "version";

    /// A word that is no option.
    ///
    /// @param label the word that stands for it
    public record Operand(String label, String description) {}

    private final String name;
    private final List<String> description;
    private final Options options = new Options();
    private final Map<String, List<String>> choices = new HashMap<>();
    private final List<Operand> operands = new ArrayList<>();
    private final Set<String> repeatable = new HashSet<>();
    private final List<Operand> subcommands = new ArrayList<>();
    private String subcommandLabel = "";
    private String footer = "";

    private Usage(String name, String... description) {
        this.name = name;
        this.description = List.of(description);
        options.addOption("h", HELP, false, "Show this help.");
    }

    /// What the program takes itself: `--version` and `--help`.
    public static Usage ofProgram(String name, String description) {
        Usage usage = new Usage(name, description);
        usage.options.addOption("V", VERSION, false, "Show the version.");
        return usage;
    }

    /// What a command takes: `--json`, `--verbose`, `--help`, and what is added.
    ///
    /// @param description one line or more; the first one stands in the list of commands
    public static Usage ofCommand(String name, String... description) {
        Usage usage = new Usage(name, description).flag(JSON, "Print one JSON value and nothing else.");
        usage.options.addOption("v", VERBOSE, false, "Show where a failure came from.");
        return usage;
    }

    /// Adds an option without a value.
    public Usage flag(String option, String text) {
        options.addOption(null, option, false, text);
        return this;
    }

    /// Adds an option with a value.
    ///
    /// @param label stands for the value
    public Usage option(String option, String label, String text) {
        return option(option, label, 1, text);
    }

    /// Adds an option with a number of values.
    ///
    /// @param labels stands for the values
    public Usage option(String option, String labels, int values, String text) {
        options.addOption(Option.builder()
                .longOpt(option)
                .argName(labels)
                .numberOfArgs(values)
                .desc(text)
                .get());
        return this;
    }

    /// Adds an option with a value that may be given several times.
    ///
    /// @param label stands for the value
    public Usage repeatable(String option, String label, String text) {
        repeatable.add(option);
        return option(option, label, text);
    }

    /// Tells the words that an option takes; shells complete them. The option itself checks its value.
    public Usage choices(String option, List<String> words) {
        choices.put(option, List.copyOf(words));
        return this;
    }

    /// Adds an operand behind the others.
    public Usage operand(String label, String text) {
        operands.add(new Operand(label, text));
        return this;
    }

    /// Tells the words that may stand first: behind one of them follows what a usage of its own describes.
    ///
    /// @param label the word that stands for them
    public Usage subcommands(String label, List<Operand> words) {
        subcommandLabel = label;
        subcommands.addAll(words);
        return this;
    }

    /// Sets the text at the end of the help.
    public Usage footer(String text) {
        footer = text;
        return this;
    }

    public String name() {
        return name;
    }

    public List<String> description() {
        return description;
    }

    /// Its options, by name.
    public List<Option> options() {
        List<Option> sorted = new ArrayList<>(options.getOptions());
        sorted.sort(Comparator.comparing(Option::getLongOpt));
        return sorted;
    }

    /// The words that an option takes; none where any value may be right.
    public List<String> choices(Option option) {
        return choices.getOrDefault(option.getLongOpt(), List.of());
    }

    public List<Operand> operands() {
        return operands;
    }

    /// The word that stands for a subcommand; empty where there are none.
    public String subcommandLabel() {
        return subcommandLabel;
    }

    /// The words that may stand first, with what they do.
    public List<Operand> subcommands() {
        return subcommands;
    }

    public String footer() {
        return footer;
    }

    /// Sorts the words of a command line.
    ///
    /// @throws UsageException when a word is unknown, missing, one too many or given twice; the latter three not when
    ///     the help or the version is wanted
    public Arguments parse(List<String> words) {
        Arguments arguments = new Arguments(sorted(words), this);
        if (!arguments.help() && !arguments.version()) {
            requireEachOnce(arguments);
            requireOperands(arguments);
        }
        return arguments;
    }

    private CommandLine sorted(List<String> words) {
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, words.toArray(String[]::new));
        } catch (UnrecognizedOptionException unknown) {
            throw unknown(unknown.getOption());
        } catch (MissingArgumentException missing) {
            throw missingValue(missing.getOption());
        } catch (ParseException other) {
            throw new UsageException(String.valueOf(other.getMessage()));
        }
    }

    private UsageException unknown(String word) {
        int end = word.indexOf('=');
        String option = end < 0 ? word : word.substring(0, end);
        if (options.hasOption(option)) {
            return new UsageException("%s takes no value, not '%s' either".formatted(option, word.substring(end + 1)));
        }
        if (option.equals("--" + VERSION) || option.equals("-V")) {
            return new UsageException("%s has no version of its own; give millrace --version".formatted(name));
        }
        List<String> known = new ArrayList<>();
        for (Option each : options.getOptions()) {
            known.add("--" + each.getLongOpt());
        }
        String remedy = option.startsWith("-D") || option.startsWith("-X")
                ? "; options of the JVM go into the environment variable MILLRACE_JAVA_OPTS"
                : Words.suggestion(option, known);
        return new UsageException("%s has no option '%s'%s".formatted(name, option, remedy));
    }

    private static UsageException missingValue(Option option) {
        return new UsageException("--%s needs %s behind it".formatted(option.getLongOpt(), option.getArgName()));
    }

    private void requireEachOnce(Arguments arguments) {
        Set<String> seen = new HashSet<>();
        for (Option option : arguments.options()) {
            String known = option.getLongOpt();
            if (option.hasArg() && !seen.add(known) && !repeatable.contains(known)) {
                throw new UsageException("--%s is given twice; give it once".formatted(known));
            }
            if (option.hasArg() && option.getValuesList().size() < option.getArgs()) {
                throw missingValue(option);
            }
        }
    }

    private void requireOperands(Arguments arguments) {
        List<String> words = arguments.operands();
        if (words.size() < operands.size()) {
            throw new UsageException("%s needs %s".formatted(name, operands.get(words.size()).label()));
        }
        if (words.size() > operands.size()) {
            String word = words.get(operands.size());
            List<String> labels = new ArrayList<>();
            for (Operand operand : operands) {
                labels.add(operand.label());
            }
            if (subcommands.stream().anyMatch(known -> known.label().equals(word))) {
                throw new UsageException("'%s' stands before all options: give %s %s ...".formatted(word, name, word));
            }
            throw new UsageException(switch (labels.size()) {
                case 0 -> "%s takes options only, not '%s'".formatted(name, word);
                case 1 -> "%s takes one %s, not '%s' too".formatted(name, labels.getFirst(), word);
                default -> "%s takes %s, not '%s' too".formatted(name, Words.listed(labels, "and"), word);
            });
        }
    }
}
