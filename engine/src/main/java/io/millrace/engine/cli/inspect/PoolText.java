package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.FailureView;
import io.millrace.engine.snapshot.JobView;
import io.millrace.engine.snapshot.PoolView;
import io.millrace.shm.view.ProcessView;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A pool as text: its workers, its jobs over arrays and its object tasks.
record PoolText(PoolView pool) {

    String text() {
        PoolTables tables = new PoolTables(pool);
        StringBuilder text = new StringBuilder();
        text.append("%npool %s: %s, %s, owner in slot %s%s, kernel %s%n"
                .formatted(
                        pool.name(),
                        lower(pool.state()),
                        Count.of(pool.workers(), "worker"),
                        pool.owner().slot(),
                        mark(pool.owner()),
                        pool.kernel()));
        text.append("  since %s: %s%s, %s%s%n"
                .formatted(
                        MomentText.of(pool.startedAt()),
                        Count.of(pool.elementsDone(), "element"),
                        perSecond(pool.elementsPerSecond()),
                        Count.of(pool.tasksDone(), "task"),
                        perSecond(pool.tasksPerSecond())));
        pool.lastFailure().ifPresent(failure -> text.append(lastFailure(failure)));
        ReportTable workers = tables.workers();
        text.append(workers.isEmpty() ? "  no worker slot is occupied%n".formatted() : workers.text());
        pool.jobs().forEach(job -> text.append(job(job)));
        if (!pool.batches().isEmpty()) {
            text.append(tasks()).append(tables.batches().text());
        }
        return text.toString();
    }

    /// What is unusual about a process.
    private static String mark(ProcessView process) {
        return process.state() == ProcessView.State.ALIVE ? "" : " (%s)".formatted(lower(process.state()));
    }

    private static String perSecond(OptionalDouble rate) {
        return rate.isEmpty() ? "" : " (%s a second)".formatted(Count.grouped(Math.round(rate.getAsDouble())));
    }

    private static String lastFailure(FailureView failure) {
        return "  last failure, at %s in pid %s: %s: %s%n"
                .formatted(MomentText.of(failure.at()), failure.pid(), failure.type(), failure.message());
    }

    private static String job(JobView job) {
        String head = "  job %s: %s, %s, %s%s, by slot %s since %s%n"
                .formatted(
                        job.number(),
                        lower(job.state()),
                        job.work(),
                        Count.of(job.elements(), "element"),
                        perSecond(job.elementsPerSecond()),
                        job.submitter().map(by -> by.slot() + mark(by)).orElse("0"),
                        MomentText.of(job.submittedAt()));
        String progress = "    %s %%: %s of %s done, in work: %s%n"
                .formatted(
                        Math.round(100 * job.progress()),
                        job.chunksDone(),
                        Count.of(job.chunks(), "chunk"),
                        claims(job));
        return head + progress + job.failure().map("    failed: %s%n"::formatted).orElse("");
    }

    private static String claims(JobView job) {
        return job.claims().isEmpty()
                ? "none"
                : job.claims().stream()
                        .map(claim -> "%s by slot %s%s%s"
                                .formatted(
                                        claim.chunk(),
                                        claim.worker().slot(),
                                        mark(claim.worker()),
                                        PoolTables.attempt(claim.attempt())))
                        .collect(Collectors.joining(", "));
    }

    private String tasks() {
        return "  tasks: %s in work, %s waiting; %s of %s in them done%n"
                .formatted(
                        Count.of(pool.batchesInWork(), "batch"),
                        Count.grouped(pool.batchesWaiting()),
                        Count.grouped(pool.tasksDoneInBatches()),
                        Count.of(pool.tasksInBatches(), "task"));
    }
}
