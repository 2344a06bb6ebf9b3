package io.millrace.engine.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Usage.Operand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The manual page and the completions tell what the commands take.
class ManualTest {
    private static final List<Usage> COMMANDS = Main.usages(Console.ofSystem());

    @TempDir
    Path folder;

    private String written(String file) throws Exception {
        Manual.write(folder, "1.2.3", "2026-01-02");
        return Files.readString(folder.resolve(file));
    }

    @Test
    void theManualPageHasEveryCommandOptionAndLineOfTheHelp() throws Exception {
        String page = written("share/man/man1/millrace.1");
        assertTrue(page.startsWith(".TH MILLRACE 1 2026-01-02 \"millrace 1.2.3\""), page);
        for (Usage command : COMMANDS) {
            String section = page.substring(page.indexOf(".SS " + escaped(command.name()) + "\n"));
            for (Option option : command.options()) {
                assertTrue(section.contains(escaped("--" + option.getLongOpt())), option::toString);
                assertTrue(section.contains(escaped(option.getDescription()) + "\n"), option::toString);
            }
            for (Operand report : command.subcommands()) {
                assertTrue(section.contains("\\fI%s\\fR\n%s\n".formatted(
                        escaped(report.label()), escaped(report.description()))), report::toString);
            }
            command.footer().lines().forEach(line -> assertTrue(section.contains(escaped(line) + "\n"), line));
        }
    }

    @Test
    void bothCompletionsHaveEveryCommandOptionAndChoice() throws Exception {
        for (String file : List.of("bash-completion/completions/millrace", "zsh/site-functions/_millrace")) {
            String script = written("share/" + file);
            for (Usage command : COMMANDS) {
                String rest = script.substring(script.indexOf(" " + command.name() + ")"));
                List<String> words = command.subcommands().stream().map(Operand::label).toList();
                assertTrue(rest.contains(String.join(" ", words)), words::toString);
                for (Option option : command.options()) {
                    assertTrue(rest.contains("--" + option.getLongOpt()), option::toString);
                    assertTrue(script.contains(String.join(" ", command.choices(option))), option::toString);
                }
            }
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
