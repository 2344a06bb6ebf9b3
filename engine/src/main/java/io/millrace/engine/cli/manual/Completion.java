package io.millrace.engine.cli.manual;

import io.millrace.engine.cli.text.Usage;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/// What both shells complete: words that a command takes, and files where a label stands for one.
final class Completion {
    /// What may stand for a label.
    enum Files {
        NONE,
        FILES,
        FOLDERS
    }

    private Completion() {}

    /// `OUT_DIR` stands for a folder; `FILE`, `OUT` and `F.npy` for a file.
    static Files files(String label) {
        if (label.contains("DIR")) {
            return Files.FOLDERS;
        }
        return label.equals("FILE") || label.equals("OUT") || label.contains(".") ? Files.FILES : Files.NONE;
    }

    /// What the operands of a command stand for: all of them are of one kind.
    static Files operands(Usage command) {
        return command.operands().isEmpty() ? Files.NONE : files(command.operands().getFirst().label());
    }

    /// `--name` of each option, and `-x` where it has a letter.
    static List<String> names(Usage usage) {
        List<String> names = new ArrayList<>();
        for (Option option : usage.options()) {
            if (option.getOpt() != null) {
                names.add("-" + option.getOpt());
            }
            names.add("--" + option.getLongOpt());
        }
        return names;
    }

    /// The words that may stand behind the name of a command.
    static List<String> subcommands(Usage command) {
        return command.subcommands().stream().map(Usage.Operand::label).toList();
    }

    static List<String> commands(List<Usage> commands) {
        return commands.stream().map(Usage::name).toList();
    }
}
