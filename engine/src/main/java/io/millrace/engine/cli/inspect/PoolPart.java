package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.html.HtmlPage;
import io.millrace.engine.cli.html.HtmlTable;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.JobView;
import io.millrace.engine.snapshot.PoolView;

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
                                MomentText.of(pool.startedAt()),
                                Count.of(pool.elementsDone(), "element"),
                                Count.of(pool.tasksDone(), "task")));
        pool.lastFailure()
                .ifPresent(failure -> page.text("Last failure, at %s in pid %s: %s: %s"
                        .formatted(
                                MomentText.of(failure.at()), failure.pid(), failure.type(), failure.message())));
        if (!pool.jobs().isEmpty()) {
            page.add(jobs());
        }
        PoolTables tables = new PoolTables(pool);
        add(page, tables.batches());
        add(page, tables.workers());
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

    private static void add(HtmlPage page, ReportTable table) {
        if (!table.isEmpty()) {
            page.add(table.html());
        }
    }
}
