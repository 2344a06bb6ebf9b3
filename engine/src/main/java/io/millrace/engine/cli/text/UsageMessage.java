package io.millrace.engine.cli.text;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Messages about wrong command lines, in place of the messages of the parser.
public final class UsageMessage {
    private UsageMessage() {}

    /// Says which word is wrong and what would be right.
    public static String of(ParameterException error) {
        return switch (error) {
            case UnmatchedArgumentException unknown -> unknown(unknown);
            case MissingParameterException missing -> missing(missing);
            case OverwrittenOptionException twice ->
                "%s is given twice; give it once".formatted(name(twice.getOverwritten()));
            default -> value(error);
        };
    }

    private static String unknown(UnmatchedArgumentException error) {
        CommandLine command = error.getCommandLine();
        List<String> words = error.getUnmatched();
        String word = words.getFirst();
        for (String other : words) {
            if (other.startsWith("-") && !word.startsWith("-")) {
                word = other;
            }
        }
        String name = command.getCommandSpec().name();
        if (word.startsWith("-") && word.length() > 1) {
            return "%s has no option '%s'%s".formatted(name, word, suggestion(error, word));
        }
        if (!command.getSubcommands().isEmpty()) {
            List<String> commands = List.copyOf(command.getSubcommands().keySet());
            return "there is no command '%s'%s; the commands are %s"
                    .formatted(word, suggestion(error, word), listed(commands, "and"));
        }
        List<String> takes = command.getCommandSpec().positionalParameters().stream()
                .map(ArgSpec::paramLabel)
                .toList();
        return switch (takes.size()) {
            case 0 -> "%s takes options only, not '%s'".formatted(name, word);
            case 1 -> "%s takes one %s, not '%s' too".formatted(name, takes.getFirst(), word);
            default -> "%s takes %s, not '%s' too".formatted(name, listed(takes, "and"), word);
        };
    }

    private static String suggestion(UnmatchedArgumentException error, String word) {
        List<String> near = error.getSuggestions();
        return near.isEmpty() || near.contains(word) ? "" : "; did you mean %s?".formatted(near.getFirst());
    }

    private static String missing(MissingParameterException error) {
        ArgSpec missing = error.getMissing().getFirst();
        return missing.isOption()
                ? "%s needs %s behind it".formatted(name(missing), missing.paramLabel())
                : "%s needs %s".formatted(error.getCommandLine().getCommandSpec().name(), missing.paramLabel());
    }

    /// The message about the value of an option, or the message of a command.
    private static String value(ParameterException error) {
        ArgSpec argument = error.getArgSpec();
        if (argument == null) {
            return String.valueOf(error.getMessage());
        }
        if (argument.arity().max() == 0) {
            return "%s takes no value, not '%s' either".formatted(name(argument), error.getValue());
        }
        return error.getCause() instanceof TypeConversionException refused
                ? "%s: %s".formatted(name(argument), refused.getMessage())
                : String.valueOf(error.getMessage());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /// `a, b or c`.
    public static String listed(List<String> words, String last) {
        String head = words.stream().limit(words.size() - 1L).collect(Collectors.joining(", "));
        return head.isEmpty() ? words.getLast() : "%s %s %s".formatted(head, last, words.getLast());
    }
}
