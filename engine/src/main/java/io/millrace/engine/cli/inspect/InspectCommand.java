package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.internal.monitor.Snapshot;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.SharedMemory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// The command `inspect`: shows the contents of a file without changing it.
public final class InspectCommand implements Command {
    private static final String FOOTER = """
            With --json: one object.
              file, id, byteSize, freeBytes  the file, the space for regions, the free part of it
              regions    name, kind, type, shape, offset (in the file), byteSize
              processes  slot, pid, name, role, since: living processes
              waits      name, kind, waiters (whether threads may be waiting);
                         for locks pid, process, thread (of the owner), ownerDied, acquisitions, readers;
                         for semaphores available, maximum; for events set;
                         for barriers parties, arrived, broken
              queues     name, codec, waiting, unacked, capacity, maxMessageByteSize,
                         oldestSeconds (age of the oldest message), closed
              pipes      name, first, second (state, pid, process), capacityBytes, toSecondBytes, toFirstBytes
              broadcasts name, codec, capacityBytes, sender, sent
              pools      name, state, owner (slot), workers, kernel,
                         workerSlots (workerSlot, slot, pid, chunks): workers, then programs that help,
                         jobs (job, state, submitter, work, elements, chunks, done, progress, since,
                         inWork (chunk, slot, attempt)): jobs over arrays;
                         tasks (inWork, waiting: batches; tasks, done: in these batches): tasks of
                         mapAll, submit, forRanges, collect
            With --numpy --json: an array of lines.
            """;

    private final Console console;

    public InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.ofCommand(
                        "inspect",
                        "Show the regions, processes, locks, queues and pools of a file, with their jobs over arrays"
                                + " and their tasks. Changes nothing; works on files of dead programs.")
                .operand("FILE", "The mapped file.")
                .flag("numpy", "Print Python code that opens each region with numpy.")
                .footer(FOOTER);
    }

    @Override
    public int run(Arguments arguments) {
        Path file = arguments.operand(0, FilePath::parse);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAccessException("there is no such file: file=%s; check the path".formatted(file));
        }
        try (SharedMemory memory = SharedMemory.attachReadOnly(file)) {
            Snapshot snapshot = Snapshot.of(memory, memory.processes());
            InspectReport report =
                    new InspectReport(memory.file(), memory.id(), memory.byteSize(), memory.freeBytes(), snapshot);
            if (arguments.has("numpy")) {
                printNumpy(report, arguments.json());
            } else if (arguments.json()) {
                console.json(report.json());
            } else {
                console.out().print(report.text());
            }
        } catch (InternalError unmapped) { // the JVM turns SIGBUS into InternalError
            throw new FileAccessException(
                    "the file was cut short while it was read: file=%s; try again when no process changes it"
                            .formatted(file),
                    unmapped);
        }
        return 0;
    }

    private void printNumpy(InspectReport report, boolean json) {
        var lines = NumpyLines.of(report.file(), report.snapshot().regions());
        if (json) {
            console.json(lines);
        } else {
            lines.forEach(console.out()::println);
        }
    }
}
