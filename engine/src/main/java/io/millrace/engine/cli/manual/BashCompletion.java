package io.millrace.engine.cli.manual;

import io.millrace.engine.cli.text.Usage;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/// Completion of command lines in bash.
public final class BashCompletion {
    /// In `words` and `values` stand what may follow, in `files` whether files or folders (`f`, `d`) may.
    private static final String SCRIPT = """
            # Completes the command lines of %1$s in bash.
            _%1$s() {
                local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]} command='' files='' words='' place
                # --option=value comes as three words.
                if [[ $word == '=' ]]; then
                    word=''
                elif [[ $last == '=' ]]; then
                    last=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                for ((place = 1; place < COMP_CWORD; place++)); do
                    case ${COMP_WORDS[place]} in
                        -*) ;;
                        *)
                            command=${COMP_WORDS[place]}
                            break
                            ;;
                    esac
                done
                case "$command $last" in
            %2$s        *)
                        case "$command" in
            %3$s            esac
                        ;;
                esac
                COMPREPLY=()
                if [[ -n $files && $word != -* ]]; then
                    mapfile -t COMPREPLY < <(compgen "-$files" -- "$word")
                    compopt -o filenames 2> /dev/null
                elif [[ -n $words ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
                fi
            }
            complete -F _%1$s %1$s
            """;

    private BashCompletion() {}

    /// The text of the script.
    public static String of(Usage program, List<Usage> commands) {
        StringBuilder values = new StringBuilder();
        StringBuilder names = new StringBuilder();
        List<String> first = new ArrayList<>(Completion.commands(commands));
        first.addAll(Completion.names(program));
        names.append(row("                ", "''", "words=" + quoted(first)));
        for (Usage command : commands) {
            for (Option option : command.options()) {
                if (option.hasArg()) {
                    String label = "'%s --%s'".formatted(command.name(), option.getLongOpt());
                    values.append(row("        ", label, value(command, option)));
                }
            }
            List<String> words = new ArrayList<>(Completion.subcommands(command));
            words.addAll(Completion.names(command));
            String operands = files(Completion.operands(command));
            names.append(row(
                    "                ", command.name(),
                    "words=" + quoted(words) + (operands.isEmpty() ? "" : " " + operands)));
        }
        return SCRIPT.formatted(program.name(), values, names);
    }

    private static String value(Usage command, Option option) {
        List<String> choices = command.choices(option);
        return choices.isEmpty() ? files(Completion.files(option.getArgName())) : "words=" + quoted(choices);
    }

    private static String files(Completion.Files files) {
        return switch (files) {
            case NONE -> "";
            case FILES -> "files=f";
            case FOLDERS -> "files=d";
        };
    }

    private static String quoted(List<String> words) {
        return "'" + String.join(" ", words) + "'";
    }

    private static String row(String indent, String pattern, String commands) {
        return "%s%s) %s;;\n".formatted(indent, pattern, commands.isEmpty() ? "" : commands + " ");
    }
}
