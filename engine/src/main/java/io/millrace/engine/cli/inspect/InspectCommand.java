package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Command;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.FilePath;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.UsageException;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.FileAccessException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// The command `inspect`: shows the contents of a file without changing it.
public final class InspectCommand implements Command {
    private static final String FOOTER = """
            With --json: one object.
              file, id, version, fileByteSize, byteSize (for regions), usedBytes, freeBytes, largestFreeBytes,
                         createdAt, thisBoot, lifetime, takenAt
              regions    name, kind, type, shape, offset (in the file), byteSize
              processes  slot, pid, name, role, since, state (alive, stopped, dead: not recovered yet)
              deaths     the last 58: number, noticedAt, slot, pid, name, and how many locks, permits, messages,
                         chunks, tasks (batches), ends (of pipes and broadcasts), regions its recoverer put right
              waits      name, kind, waiters (whether threads may be waiting);
                         for locks pid, process, thread, slot, state (of the owner), ownerDied, acquisitions,
                         readers, readerProcesses, lastDeath; for conditions waiting;
                         for semaphores available, maximum, holders; for events set;
                         for barriers parties, arrived, arrivedThreads, broken.
                         Holders are pid, process, thread, slot, state, count, heldSeconds
              queues     name, codec, waiting, unacked, capacity, maxMessageByteSize,
                         oldestSeconds (age of the oldest message), closed, puts, takes (since it was made),
                         deliveries (pid, process, thread, slot, state, sequence, attempt, storedAt)
              pipes      name, first, second (state, pid, process, processState), capacityBytes,
                         toSecondBytes, toFirstBytes, toSecondSentBytes, toFirstSentBytes
              broadcasts name, codec, capacityBytes, sender, sent
              counters   name, labels (an object), sum (of all that was added since it was made)
              maps       name, keyCodec, valueCodec, entries, maxEntries, maxKeyByteSize, maxValueByteSize
              pools      name, state, owner (slot), ownerPid, ownerState, workers, kernel, startedAt,
                         elementsDone, tasksDone, elementsPerSecond, tasksPerSecond (since startedAt),
                         lastFailure (at, pid, type, message),
                         workerSlots (workerSlot, slot, pid, chunks, elements, state, idleSeconds):
                         workers, then programs that help,
                         jobs (job, state, submitter, work, elements, chunks, done, progress, since,
                         elementsDone, elementsPerSecond, failure,
                         inWork (chunk, slot, attempt)): jobs over arrays;
                         tasks (inWork, waiting: batches; tasks, done: in these batches; batches (batch,
                         state, submitter, worker (slots), attempt, tasks, done, runningSeconds)):
                         tasks of mapAll, submit, forRanges, collect
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
                        "Show the regions, processes, locks, queues, counters, maps and pools of a file, with their"
                                + " jobs over arrays and their tasks. Changes nothing; works on files of dead"
                                + " programs.")
                .operand("FILE", "The mapped file.")
                .flag("numpy", "Print Python code that opens each region with numpy.")
                .option("html", "OUT", "Write one page in HTML to OUT and print nothing.")
                .footer(FOOTER);
    }

    @Override
    public int run(Arguments arguments) {
        Path file = arguments.operand(0, FilePath::parse);
        Path page = arguments.value("html", FilePath::parse);
        if (page != null && (arguments.json() || arguments.has("numpy"))) {
            throw new UsageException("--html goes with neither --json nor --numpy; give one of them");
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAccessException("there is no such file: file=%s; check the path".formatted(file));
        }
        Snapshot snapshot = Snapshot.of(file);
        if (page != null) {
            new InspectPage(snapshot).page().writeTo(page);
        } else if (arguments.has("numpy")) {
            printNumpy(snapshot, arguments.json());
        } else if (arguments.json()) {
            console.json(InspectJson.of(snapshot));
        } else {
            console.out().print(new InspectText(snapshot).text());
        }
        return 0;
    }

    private void printNumpy(Snapshot snapshot, boolean json) {
        var lines = NumpyLines.of(snapshot.file().path(), snapshot.regions());
        if (json) {
            console.json(lines);
        } else {
            lines.forEach(console.out()::println);
        }
    }
}
