package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.TextTable;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.ElementType;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.FileView;
import io.millrace.shm.view.ProcessView;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A snapshot as text.
record InspectText(Snapshot snapshot) {
    static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(file(snapshot.file()));
        section(text, "regions", regionTable(), snapshot.regions().size());
        section(text, "processes", processTable(), snapshot.processes().size());
        if (!snapshot.deaths().isEmpty()) {
            section(text, "deaths, and what was put right", deathTable(), snapshot.deaths().size());
        }
        text.append(new TrafficText(snapshot).text());
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
                        MOMENT.format(file.createdAt()),
                        file.thisBoot() ? "" : ", before the system was started last");
    }

    private static void section(StringBuilder text, String title, TextTable table, int rows) {
        text.append("%n%s%s%n".formatted(title, rows == 0 ? ": none" : "")).append(rows == 0 ? "" : table);
    }

    private TextTable regionTable() {
        TextTable table = new TextTable("lllrrr").row("name", "kind", "type", "shape", "offset", "bytes");
        for (RegionInfo region : snapshot.regions()) {
            table.row(
                    region.name(),
                    lower(region.kind()),
                    type(region),
                    shape(region),
                    Count.grouped(region.offset()),
                    Count.grouped(region.byteSize()));
        }
        return table;
    }

    private TextTable processTable() {
        TextTable table = new TextTable("rrllll").row("slot", "pid", "name", "role", "since", "state");
        for (ProcessView process : snapshot.processes()) {
            table.row(
                    Integer.toString(process.slot()),
                    Long.toString(process.pid()),
                    process.name(),
                    process.role(),
                    MOMENT.format(process.attachedAt()),
                    lower(process.state()));
        }
        return table;
    }

    private TextTable deathTable() {
        TextTable table = new TextTable("rlrll").row("death", "noticed", "pid", "name", "put right");
        for (DeathView death : snapshot.deaths()) {
            table.row(
                    Long.toString(death.number()),
                    MOMENT.format(death.noticedAt()),
                    Long.toString(death.pid()),
                    death.name(),
                    SyncText.mended(death));
        }
        return table;
    }

    static String type(RegionInfo region) {
        ElementType type = region.elementType();
        return type == null ? "-" : lower(type);
    }

    static String shape(RegionInfo region) {
        long[] shape = region.shape();
        return shape.length == 0
                ? "-"
                : Arrays.stream(shape).mapToObj(Count::grouped).collect(Collectors.joining(" x "));
    }

    static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
