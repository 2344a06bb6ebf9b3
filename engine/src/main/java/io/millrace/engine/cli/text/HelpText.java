package io.millrace.engine.cli.text;

import io.millrace.engine.cli.text.Usage.Operand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.help.TextHelpAppendable;
import org.apache.commons.cli.help.TextStyle;

/// Writes the help of the program and of its commands, from their [Usage].
public final class HelpText {
    private static final int WIDTH = 100;
    /// Spaces before the names of commands and options.
    private static final int MARGIN = 2;
    private static final int GAP = 3;
    /// As wide as `-h, `.
    private static final String NO_LETTER = "    ";

    private final TextHelpAppendable out;

    public HelpText(Appendable out) {
        this.out = new TextHelpAppendable(out);
    }

    /// Writes the help of the program, or of a command.
    ///
    /// @param name as the user types it
    public void write(String name, Usage usage) {
        synopsis(name, usage);
        usage.description().forEach(this::paragraph);
        options(usage);
        subcommands(usage);
        footer(usage);
    }

    private void synopsis(String name, Usage usage) {
        String head = "Usage: %s ".formatted(name);
        StringBuilder text = new StringBuilder(head);
        for (Option option : usage.options()) {
            String shortest = option.getOpt() == null ? named(option) : "-" + option.getOpt();
            text.append('[').append(shortest).append("] ");
        }
        if (!usage.subcommands().isEmpty()) {
            text.append('[').append(usage.subcommandLabel()).append("] ");
        }
        for (Operand operand : usage.operands()) {
            text.append(operand.label()).append(' ');
        }
        wrapped(text.toString().stripTrailing(), 0, head.length());
    }

    private void options(Usage usage) {
        Table table = new Table();
        for (Operand operand : usage.operands()) {
            table.row(NO_LETTER + operand.label(), operand.description());
        }
        for (Option option : usage.options()) {
            String letter = option.getOpt() == null ? NO_LETTER : "-" + option.getOpt() + ", ";
            table.row(letter + named(option), option.getDescription());
        }
        write(table);
    }

    private void subcommands(Usage usage) {
        if (!usage.subcommands().isEmpty()) {
            String label = usage.subcommandLabel();
            paragraph(label.charAt(0) + label.substring(1).toLowerCase(Locale.ROOT) + "s:");
            Table table = new Table();
            usage.subcommands().forEach(each -> table.row(each.label(), each.description()));
            write(table);
        }
    }

    /// `--name`, with what stands for its value.
    public static String named(Option option) {
        String name = "--" + option.getLongOpt();
        return switch (option.getArgs()) {
            case Option.UNINITIALIZED -> name;
            case 1 -> name + "=" + option.getArgName();
            default -> name + " " + option.getArgName();
        };
    }

    private void footer(Usage usage) {
        if (!usage.footer().isEmpty()) {
            paragraph("");
            usage.footer().lines().forEach(this::paragraph);
        }
    }

    private void paragraph(String text) {
        wrapped(text, 0, 0);
    }

    private void write(Table table) {
        int width = 0;
        for (String name : table.names) {
            width = Math.max(width, name.length());
        }
        int column = width + GAP;
        for (int row = 0; row < table.names.size(); row++) {
            String name = table.names.get(row);
            wrapped(name + " ".repeat(column - name.length()) + table.texts.get(row), MARGIN, column);
        }
    }

    private void wrapped(String text, int margin, int indent) {
        TextStyle style = TextStyle.builder()
                .setMaxWidth(WIDTH)
                .setLeftPad(margin)
                .setIndent(indent)
                .get();
        try {
            if (text.isEmpty()) {
                out.append('\n'); // printWrapped prints nothing
            } else {
                out.printWrapped(text, style);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Names and what is said of them, in two columns.
    private static final class Table {
        private final List<String> names = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();

        void row(String name, String text) {
            names.add(name);
            texts.add(text);
        }
    }
}
