package io.millrace.engine.cli;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Usage;
import io.millrace.shm.SharedMemory;
import java.nio.file.Path;
import java.util.List;

/// The command `sweep`: removes the files that dead programs left in the default folder.
final class SweepCommand implements Command {
    private final Console console;

    SweepCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofCommand("sweep", "Remove files of the default folder that no living process uses.")
                .footer("With --json: an array of the paths that were removed.");
    }

    @Override
    public int run(Arguments arguments) {
        List<String> removed = SharedMemory.sweep().stream().map(Path::toString).toList();
        if (arguments.json()) {
            console.json(removed);
        } else if (removed.isEmpty()) {
            console.out().println("nothing to remove");
        } else {
            removed.forEach(path -> console.out().println("removed " + path));
        }
        return 0;
    }
}
