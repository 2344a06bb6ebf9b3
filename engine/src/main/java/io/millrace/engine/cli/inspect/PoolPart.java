package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.inspect.InspectText.MOMENT;
import static io.millrace.engine.cli.inspect.InspectText.lower;

import io.millrace.engine.cli.html.HtmlPage;
import io.millrace.engine.cli.html.HtmlTable;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.JobView;
import io.millrace.engine.snapshot.PoolView;
import io.millrace.engine.snapshot.TaskBatchView;
import io.millrace.engine.snapshot.WorkerView;
import io.millrace.shm.view.ProcessView;

/// A pool as a section of a page: its workers, its jobs and its tasks.
record PoolPart(PoolView pool) {

    void addTo(HtmlPage page) {
        page.section("Pool " + pool.name())
                .text("%s, %s, %s kernels, owner %s. Since %s: %s, %s."
                        .formatted(
                                lower(pool.state()),
                                Count.of(pool.workers(), "worker"),
                                pool.kernel(),
                                SyncText.process(pool.owner()),
                                MOMENT.format(pool.startedAt()),
                                Count.of(pool.elementsDone(), "element"),
                                Count.of(pool.tasksDone(), "task")));
        pool.lastFailure()
                .ifPresent(failure -> page.text("Last failure, at %s in pid %s: %s: %s"
                        .formatted(
                                MOMENT.format(failure.at()), failure.pid(), failure.type(), failure.message())));
        if (!pool.jobs().isEmpty()) {
            page.add(jobs());
        }
        if (!pool.batches().isEmpty()) {
            page.add(batches());
        }
        if (!pool.workerSlots().isEmpty()) {
            page.add(workers());
        }
    }

    private HtmlTable jobs() {
        HtmlTable table = new HtmlTable(
                "jobs of pool " + pool.name(), "rllsrrl", "job", "work", "state", "done", "elements", "in work",
                "failure");
        for (JobView job : pool.jobs()) {
            table.row(
                    Long.toString(job.number()),
                    job.work(),
                    lower(job.state()),
                    Double.toString(job.progress()),
                    Count.grouped(job.elements()),
                    Count.of(job.claims().size(), "chunk"),
                    job.failure().orElse(""));
        }
        return table;
    }

    private HtmlTable batches() {
        HtmlTable table = new HtmlTable(
                "tasks of pool " + pool.name(), "rlsrll", "batch", "state", "done", "tasks", "submitter", "worker");
        for (TaskBatchView batch : pool.batches()) {
            table.row(
                    Long.toString(batch.epoch()),
                    lower(batch.state()),
                    Double.toString(batch.tasks() == 0 ? 0 : (double) batch.done() / batch.tasks()),
                    Count.grouped(batch.tasks()),
                    batch.submitter().map(SyncText::process).orElse("-"),
                    batch.worker().map(SyncText::process).orElse("-"));
        }
        return table;
    }

    private HtmlTable workers() {
        HtmlTable table = new HtmlTable(
                "workers of pool " + pool.name(), "rrlrr", "worker slot", "pid", "state", "chunks done",
                "elements done");
        for (WorkerView worker : pool.workerSlots()) {
            ProcessView process = worker.process();
            boolean alive = process.state() == ProcessView.State.ALIVE;
            table.row(
                    Integer.toString(worker.number()),
                    Long.toString(process.pid()),
                    alive ? worker.idleFor().isPresent() ? "idle" : "busy" : lower(process.state()),
                    Count.grouped(worker.chunks()),
                    Count.grouped(worker.elements()));
        }
        return table;
    }
}
