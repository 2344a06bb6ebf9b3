package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.html.HtmlPage;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.view.FileView;

/// A snapshot as a page in HTML: the space as a bar, and a table for each kind of which the file has
/// something.
record InspectPage(Snapshot snapshot) {

    HtmlPage page() {
        FileView file = snapshot.file();
        HtmlPage page = new HtmlPage(
                file.path().getFileName() + " - Millrace",
                "%s, as it was at %s. Created %s, %s%s."
                        .formatted(
                                file.path().toAbsolutePath(),
                                MomentText.of(snapshot.takenAt()),
                                MomentText.of(file.createdAt()),
                                lower(file.lifetime()),
                                file.thisBoot() ? "" : ", before the system was started last"));
        page.section("Space")
                .text("%s for regions, %s free, the largest piece %s."
                        .formatted(
                                Count.bytes(file.byteSize()),
                                Count.bytes(file.freeBytes()),
                                Count.bytes(file.largestFreeBytes())))
                .add(SpacePart.of(snapshot));
        SnapshotTables tables = new SnapshotTables(snapshot);
        add(page, tables.processes());
        snapshot.pools().forEach(pool -> new PoolPart(pool).addTo(page));
        tables.traffic().forEach(table -> add(page, table));
        add(page, tables.deaths());
        add(page, tables.regions());
        return page;
    }

    private static void add(HtmlPage page, ReportTable table) {
        if (!table.isEmpty()) {
            page.section(table.heading()).add(table.html());
        }
    }
}
