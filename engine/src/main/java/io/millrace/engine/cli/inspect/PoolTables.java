package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.PoolView;
import io.millrace.engine.snapshot.TaskBatchView;
import io.millrace.engine.snapshot.WorkerView;
import io.millrace.shm.view.ProcessView;

/// The tables of a pool.
record PoolTables(PoolView pool) {
    ReportTable workers() {
        ReportTable table = new ReportTable(
                "workers of pool " + pool.name(), "rrrlrr", "worker slot", "slot", "pid", "state", "chunks done",
                "elements done");
        for (WorkerView worker : pool.workerSlots()) {
            ProcessView process = worker.process();
            table.row(
                    Integer.toString(worker.number()),
                    Integer.toString(process.slot()),
                    Long.toString(process.pid()),
                    process.state() == ProcessView.State.ALIVE ? busy(worker) : lower(process.state()),
                    Count.grouped(worker.chunks()),
                    Count.grouped(worker.elements()));
        }
        return table;
    }

    private static String busy(WorkerView worker) {
        return worker.idleFor().isPresent() ? "idle" : "busy";
    }

    ReportTable batches() {
        ReportTable table = new ReportTable(
                "tasks of pool " + pool.name(), "rlsrll", "batch", "state", "done", "tasks", "submitter", "worker");
        for (TaskBatchView batch : pool.batches()) {
            table.row(
                    Long.toString(batch.epoch()),
                    lower(batch.state()) + attempt(batch.attempt()),
                    Double.toString(batch.tasks() == 0 ? 0 : (double) batch.done() / batch.tasks()),
                    Count.grouped(batch.tasks()),
                    batch.submitter().map(SyncText::process).orElse("-"),
                    batch.worker().map(SyncText::process).orElse("-"));
        }
        return table;
    }

    /// Which attempt it is, unless it is the first.
    static String attempt(int attempt) {
        return attempt > 1 ? " (attempt %s)".formatted(attempt) : "";
    }
}
