package io.millrace.engine.cli;

import io.millrace.engine.cli.text.CommonOptions;
import io.millrace.engine.cli.text.Console;
import io.millrace.shm.SharedMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The command `sweep`: removes the files that dead programs left in the default folder.
@Command(
        name = "sweep",
        description = "Remove files of the default folder that no living process uses.",
        footer = {"", "With --json: an array of the paths that were removed."})
final class SweepCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    CommonOptions common = new CommonOptions();

    SweepCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> removed = SharedMemory.sweep().stream().map(Path::toString).toList();
        if (common.json()) {
            console.json(removed);
        } else if (removed.isEmpty()) {
            console.out().println("nothing to remove");
        } else {
            removed.forEach(path -> console.out().println("removed " + path));
        }
        return 0;
    }
}
