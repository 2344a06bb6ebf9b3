package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.engine.internal.jvm.SignalName;
import io.millrace.shm.WorkerException;
import io.millrace.shm.WorkerException.Story;
import java.time.Duration;

/// The exceptions that tell users why the workers of a pool cannot start.
///
/// @param heapByteSize largest heap of a worker's JVM; 0: the JVM's own choice
record StartVerdict(long heapByteSize, OomKills oomKills) {
    private static final String REMEDY =
            "; unless somebody kills them, give workers less heap, start fewer, or give this process's control group"
                    + " more memory, then resize the pool or submit again later";

    /// What the parent knows about a worker that exited before it occupied its slot.
    ///
    /// @param outputTail the last lines of its standard output
    record Failed(ExitReport report, String outputTail) {
        /// The end of the worker in one line.
        String brief() {
            String end = report.signal().isPresent()
                    ? "signal=" + SignalName.of(report.signal().getAsInt())
                    : "exitCode=" + report.exitCode();
            String words = report.stderrTail().isBlank() ? outputTail : report.stderrTail();
            String last = words.isBlank() ? "" : ", " + words.strip().lines().findFirst().orElse("");
            return "pid=%s, %s%s".formatted(report.pid(), end, last);
        }
    }

    /// The workers exit by themselves.
    static WorkerException exits(Failed last) {
        ExitReport report = last.report();
        WorkerException told = report.toException("workers exit before they start" + remedy(report), -1, 0);
        return last.outputTail().isBlank() ? told : withOutput(told, last.outputTail());
    }

    private static WorkerException withOutput(WorkerException told, String outputTail) {
        return new WorkerException(
                told.getMessage() + "; last lines of its standard output:\n" + outputTail.indent(2).stripTrailing(),
                new Story(
                        told.pid(),
                        told.exitCode(),
                        told.signal(),
                        told.chunk(),
                        told.attempt(),
                        told.stderrTail(),
                        told.crashLog()));
    }

    /// What to do where the output of the JVM does not say so.
    private static String remedy(ExitReport report) {
        return report.stderrTail().contains("Could not find or load main class")
                ? ", their class path lacks Millrace: add its jars to the options' classPath"
                : "";
    }

    /// The workers are killed.
    WorkerException kills(Failed last, Duration since, long failedStarts) {
        String signal = last.report().signal().isPresent()
                ? SignalName.of(last.report().signal().getAsInt())
                : "none";
        return last.report().toException(
                "%s: failedStarts=%s, signal=%s%s%s; the last one"
                        .formatted(noneLived(since), failedStarts, signal, facts(), REMEDY), -1, 0);
    }

    /// The system does not start the processes.
    WorkerException refusals(RuntimeException last, Duration since, long failedStarts) {
        return new WorkerException(
                "%s: failedStarts=%s%s%s; the last one: %s"
                        .formatted(noneLived(since), failedStarts, facts(), REMEDY, last.getMessage()),
                ExitReport.unknown(0, -1, 0),
                last);
    }

    private static String noneLived(Duration since) {
        return "no worker has lived for %s s, all ended before they started".formatted(since.toSeconds());
    }

    /// What explains a SIGKILL: the kernel sends it when the control group has no memory left.
    private String facts() {
        String kills = oomKills.count().isPresent() ? ", oom_kill=" + oomKills.count().getAsLong() : "";
        return "%s, heapByteSize=%s"
                .formatted(kills, heapByteSize > 0 ? Long.toString(heapByteSize) : "the JVM's choice");
    }
}
