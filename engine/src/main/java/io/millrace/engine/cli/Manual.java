package io.millrace.engine.cli;

import io.millrace.engine.cli.manual.BashCompletion;
import io.millrace.engine.cli.manual.ManPage;
import io.millrace.engine.cli.manual.ZshCompletion;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the manual page and the completions for shells; the build of the distribution runs it.
final class Manual {
    private Manual() {}

    /// Writes the files below the folder, at the paths where a prefix such as `/usr/local` has them.
    ///
    /// @param args the folder, the version, the time of the release in ISO 8601
    static void main(String[] args) throws IOException {
        write(Path.of(args[0]), args[1], args[2].substring(0, args[2].indexOf('T')));
    }

    static void write(Path folder, String version, String date) throws IOException {
        Console console = Console.ofSystem();
        Usage program = new ProgramCommand(console).usage();
        List<Usage> commands = Main.usages(console);
        put(folder.resolve("share/man/man1/millrace.1"), ManPage.of(version, date, program, commands));
        put(folder.resolve("share/bash-completion/completions/millrace"), BashCompletion.of(program, commands));
        put(folder.resolve("share/zsh/site-functions/_millrace"), ZshCompletion.of(program, commands));
    }

    private static void put(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
