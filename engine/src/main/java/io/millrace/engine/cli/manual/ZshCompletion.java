package io.millrace.engine.cli.manual;

import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Usage.Operand;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/// Completion of command lines in zsh.
public final class ZshCompletion {
    private static final String SCRIPT = """
            #compdef %1$s
            # Completes the command lines of %1$s in zsh.
            _%1$s() {
                local -a commands
                commands=(
            %2$s    )
                if (( CURRENT == 2 )); then
                    _describe -t commands command commands
                    _arguments : %3$s
                    return
                fi
                shift words
                (( CURRENT-- ))
                case $words[1] in
            %4$s    esac
            }
            _%1$s "$@"
            """;

    private ZshCompletion() {}

    /// The text of the script.
    public static String of(Usage program, List<Usage> commands) {
        StringBuilder described = new StringBuilder();
        StringBuilder cases = new StringBuilder();
        for (Usage command : commands) {
            String text = escaped(command.description().getFirst());
            described.append("        '%s:%s'\n".formatted(command.name(), text));
            cases.append("        %s)\n            _arguments : %s\n            ;;\n"
                    .formatted(command.name(), String.join(" \\\n                ", specifications(command))));
        }
        String own = String.join(" ", specifications(program));
        return SCRIPT.formatted(program.name(), described, own, cases);
    }

    private static List<String> specifications(Usage usage) {
        List<String> specifications = new ArrayList<>();
        for (Option option : usage.options()) {
            String text = "[" + escaped(option.getDescription()) + "]";
            if (option.getOpt() != null) {
                specifications.add("'-%s%s'".formatted(option.getOpt(), text));
            }
            // With a sign of equality zsh takes the value behind it too.
            String sign = option.getArgs() == 1 ? "=" : "";
            specifications.add("'--%s%s%s%s'".formatted(option.getLongOpt(), sign, text, values(usage, option)));
        }
        if (!usage.subcommands().isEmpty()) {
            String words = String.join(" ", Completion.subcommands(usage));
            specifications.add("'::%s:(%s)'".formatted(usage.subcommandLabel(), words));
        }
        for (Operand operand : usage.operands()) {
            specifications.add("':%s:%s'".formatted(operand.label(), files(operand.label())));
        }
        return specifications;
    }

    private static String values(Usage usage, Option option) {
        if (!option.hasArg()) {
            return "";
        }
        List<String> choices = usage.choices(option);
        StringBuilder values = new StringBuilder();
        for (String label : option.getArgName().split(" ")) {
            values.append(":%s:%s".formatted(
                    label, choices.isEmpty() ? files(label) : "(" + String.join(" ", choices) + ")"));
        }
        return values.toString();
    }

    private static String files(String label) {
        return switch (Completion.files(label)) {
            case NONE -> " ";
            case FILES -> "_files";
            case FOLDERS -> "_files -/";
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("'", "'\\''")
                .replace(":", "\\:")
                .replace("[", "\\[")
                .replace("]", "\\]");
    }
}
