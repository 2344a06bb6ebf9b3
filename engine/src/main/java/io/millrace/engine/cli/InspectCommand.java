package io.millrace.engine.cli;

import io.millrace.engine.monitor.Snapshot;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.SharedMemory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `inspect`: what stands in a file, without touching it.
@Command(
        name = "inspect",
        description = "Show the regions, processes, locks, queues, pools and jobs of a file. Changes nothing; works on files of dead programs.",
        footer = {
            "",
            "With --json: one object.",
            "  file, id, byteSize, freeBytes  the file, what regions may use, what is left of it",
            "  regions    name, kind, type, shape, offset (in the file), byteSize",
            "  processes  slot, pid, name, role, since: of the living",
            "  waits      name, kind, waiters (whether somebody may be waiting); of locks pid, process, thread (of the",
            "             owner), ownerDied, acquisitions, readers; of semaphores available, maximum; of events set;",
            "             of barriers parties, arrived, broken",
            "  queues     name, codec, waiting, unacked, capacity, maxMessageByteSize,",
            "             oldestSeconds (age of the one that waits longest), closed",
            "  pipes      name, first, second (state, pid, process), capacityBytes, toSecondBytes, toFirstBytes",
            "  broadcasts name, codec, capacityBytes, sender, sent",
            "  pools      name, state, owner (slot), workers, kernel,",
            "             seats (seat, slot, pid, chunks), jobs (job, state, submitter, work, elements,",
            "             chunks, done, progress, since, inWork (chunk, slot, attempt))",
            "With --numpy --json: an array of lines."
        })
final class InspectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "The mapped file.")
    Path file = Path.of("");

    @Option(names = "--numpy", description = "Print the Python lines that open each region by numpy.")
    boolean numpy;

    @Mixin
    CommonOptions common = new CommonOptions();

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAccessException("there is no such file: file=%s; check the path".formatted(file));
        }
        try (SharedMemory memory = SharedMemory.attachReadOnly(file)) {
            Snapshot snapshot = Snapshot.of(memory, memory.processes());
            InspectReport report =
                    new InspectReport(memory.file(), memory.id(), memory.byteSize(), memory.freeBytes(), snapshot);
            if (numpy) {
                printNumpy(report);
            } else if (common.json) {
                console.json(report.json());
            } else {
                console.out().print(report.text());
            }
        } catch (InternalError unmapped) { // what the JVM makes of SIGBUS
            throw new FileAccessException(
                    "the file was cut short while it was read: file=%s; look again when it is at rest".formatted(file),
                    unmapped);
        }
        return 0;
    }

    private void printNumpy(InspectReport report) {
        var lines = NumpyLines.of(report.file(), report.snapshot().regions());
        if (common.json) {
            console.json(lines);
        } else {
            lines.forEach(console.out()::println);
        }
    }
}
