package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.view.FileView;

/// A snapshot as text: tables of regions and processes, and one for each other kind of which the file
/// has something.
record InspectText(Snapshot snapshot) {
    String text() {
        SnapshotTables tables = new SnapshotTables(snapshot);
        StringBuilder text = new StringBuilder(file(snapshot.file()));
        text.append(section(tables.regions()));
        text.append(section(tables.processes()));
        text.append(sectionIfAny(tables.deaths()));
        tables.traffic().forEach(table -> text.append(sectionIfAny(table)));
        snapshot.pools().forEach(pool -> text.append(new PoolText(pool).text()));
        return text.toString();
    }

    private static String file(FileView file) {
        return "%s: %s for regions, %s free, %s in one piece%n%s, created %s%s%n"
                .formatted(
                        file.path(),
                        Count.bytes(file.byteSize()),
                        Count.bytes(file.freeBytes()),
                        Count.bytes(file.largestFreeBytes()),
                        lower(file.lifetime()),
                        MomentText.of(file.createdAt()),
                        file.thisBoot() ? "" : ", before the system was started last");
    }

    private static String section(ReportTable table) {
        return table.isEmpty() ? "%n%s: none%n".formatted(table.title()) : sectionIfAny(table);
    }

    private static String sectionIfAny(ReportTable table) {
        return table.isEmpty() ? "" : "%n%s%n%s".formatted(table.title(), table.text());
    }
}
