package io.millrace.engine.cli.manual;

import io.millrace.engine.cli.text.HelpText;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Usage.Operand;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;

/// The page of the program in section 1 of the manual, in the macros of `man(7)`.
public final class ManPage {
    private static final List<Operand> EXIT_CODES = List.of(
            new Operand("0", "The command did everything."),
            new Operand("1", "The command failed, or did a part only; standard error has one line for each cause."),
            new Operand("2", "The command line is wrong; standard error has one line."));

    private static final List<Operand> VARIABLES = List.of(
            new Operand("JAVA_HOME", "The JDK, if it is release 25 or newer; else the first one in the usual folders."),
            new Operand("MILLRACE_CACHE", "The folder for caches of classes from which workers start, or off."),
            new Operand("MILLRACE_ISA", "A smaller instruction set of the C kernels than the best of the machine."),
            new Operand("MILLRACE_JAVA_OPTS", "More options for the JVM of the program."));

    private final StringBuilder out = new StringBuilder();

    private ManPage() {}

    /// The text of the page.
    ///
    /// @param version stands in its foot, as the date does
    public static String of(String version, String date, Usage program, List<Usage> commands) {
        ManPage page = new ManPage();
        page.line(".TH %s 1 %s \"%s %s\" \"User Commands\""
                .formatted(program.name().toUpperCase(Locale.ROOT), date, program.name(), version));
        page.section("NAME");
        page.text(program.name() + " - worker JVMs compute over one memory-mapped file");
        page.section("SYNOPSIS");
        page.line(".B " + program.name());
        page.line("[\\fB\\-\\-help\\fR] [\\fB\\-\\-version\\fR] \\fICOMMAND\\fR [\\fIOPTION\\fR...]");
        page.section("OPTIONS");
        page.options(program);
        page.section("COMMANDS");
        commands.forEach(command -> page.command(program.name(), command));
        page.section("EXIT STATUS");
        EXIT_CODES.forEach(page::word);
        page.section("ENVIRONMENT");
        VARIABLES.forEach(page::word);
        return page.out.toString();
    }

    private void command(String program, Usage command) {
        line(".SS " + escaped(command.name()));
        StringBuilder synopsis = new StringBuilder("\\fB%s %s\\fR [\\fIOPTION\\fR...]"
                .formatted(program, escaped(command.name())));
        if (!command.subcommands().isEmpty()) {
            synopsis.append(" [\\fI").append(escaped(command.subcommandLabel())).append("\\fR]");
        }
        for (Operand operand : command.operands()) {
            synopsis.append(" \\fI").append(escaped(operand.label())).append("\\fR");
        }
        line(synopsis.toString());
        for (String paragraph : command.description()) {
            line(".PP");
            text(paragraph);
        }
        command.operands().forEach(this::word);
        options(command);
        command.subcommands().forEach(this::word);
        if (!command.footer().isEmpty()) {
            line(".PP");
            line(".nf");
            command.footer().lines().forEach(this::text);
            line(".fi");
        }
    }

    private void options(Usage usage) {
        for (Option option : usage.options()) {
            String letter = option.getOpt() == null ? "" : "\\fB" + escaped("-" + option.getOpt()) + "\\fR, ";
            term(letter + "\\fB" + escaped(HelpText.named(option)) + "\\fR", option.getDescription());
        }
    }

    private void word(Operand word) {
        term("\\fI" + escaped(word.label()) + "\\fR", word.description());
    }

    private void term(String term, String description) {
        line(".TP");
        line(term);
        text(description);
    }

    private void section(String title) {
        line(".SH " + title);
    }

    /// A line without macros.
    private void text(String text) {
        String escaped = escaped(text);
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
