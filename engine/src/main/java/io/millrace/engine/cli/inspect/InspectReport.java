package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.TextTable;
import io.millrace.engine.internal.job.JobFacts;
import io.millrace.engine.internal.job.TaskFacts;
import io.millrace.engine.internal.monitor.PoolFacts;
import io.millrace.engine.internal.monitor.Snapshot;
import io.millrace.shm.ElementType;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.RegionInfo;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The contents of a file, as text and as JSON.
record InspectReport(Path file, UUID id, long byteSize, long freeBytes, Snapshot snapshot) {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%s: %s for regions, %s free%n"
                .formatted(file, Count.bytes(byteSize), Count.bytes(freeBytes)));
        section(text, "regions", regionTable(), snapshot.regions().size());
        section(text, "processes", processTable(), snapshot.processes().size());
        text.append(new TrafficReport(snapshot.traffic()).text());
        snapshot.pools().forEach(pool -> append(text, pool));
        return text.toString();
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
        TextTable table = new TextTable("rrlll").row("slot", "pid", "name", "role", "since");
        for (ProcessInfo process : snapshot.processes()) {
            table.row(
                    Integer.toString(process.slot()),
                    Long.toString(process.pid()),
                    process.name(),
                    process.role(),
                    MOMENT.format(process.attachedAt()));
        }
        return table;
    }

    private static void append(StringBuilder text, PoolFacts pool) {
        text.append("%npool %s: %s, %s, owner in slot %s, kernel %s%n"
                .formatted(
                        pool.name(),
                        lower(pool.state()),
                        Count.of(pool.workers(), "worker"),
                        pool.owner(),
                        lower(pool.kernel())));
        TextTable workerSlots = new TextTable("rrrr").row("worker slot", "slot", "pid", "chunks done");
        for (PoolFacts.WorkerSlot workerSlot : pool.workerSlots()) {
            workerSlots.row(
                    Integer.toString(workerSlot.number()),
                    Integer.toString(workerSlot.slot()),
                    Long.toString(workerSlot.pid()),
                    Count.grouped(workerSlot.chunks()));
        }
        text.append(pool.workerSlots().isEmpty() ? "  no worker slot is occupied%n".formatted() : workerSlots);
        pool.jobs().forEach(job -> append(text, job));
        if (pool.tasks().waiting() + pool.tasks().inWork() > 0) {
            append(text, pool.tasks());
        }
    }

    private static void append(StringBuilder text, TaskFacts tasks) {
        text.append("  tasks: %s in work, %s waiting; %s of %s in them done%n"
                .formatted(
                        Count.of(tasks.inWork(), "batch"),
                        Count.grouped(tasks.waiting()),
                        Count.grouped(tasks.done()),
                        Count.of(tasks.tasks(), "task")));
    }

    private static void append(StringBuilder text, JobFacts job) {
        text.append("  job %s: %s, %s, %s, by slot %s since %s%n"
                .formatted(
                        job.epoch(),
                        lower(job.state()),
                        job.work(),
                        Count.of(job.length(), "element"),
                        job.submitter(),
                        MOMENT.format(job.submittedAt())));
        text.append("    %s %%: %s of %s done, in work: %s%n"
                .formatted(Math.round(100 * job.progress()), job.done(), Count.of(job.chunks(), "chunk"), claims(job)));
    }

    private static String claims(JobFacts job) {
        return job.claims().isEmpty()
                ? "none"
                : job.claims().stream()
                        .map(claim -> "%s by slot %s%s"
                                .formatted(
                                        claim.chunk(),
                                        claim.slot(),
                                        claim.attempt() > 1 ? " (attempt %s)".formatted(claim.attempt()) : ""))
                        .collect(Collectors.joining(", "));
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", file);
        fields.put("id", id);
        fields.put("byteSize", byteSize);
        fields.put("freeBytes", freeBytes);
        fields.put("regions", snapshot.regions().stream().map(InspectReport::json).toList());
        fields.put("processes", snapshot.processes().stream().map(InspectReport::json).toList());
        new TrafficReport(snapshot.traffic()).addTo(fields);
        fields.put("pools", snapshot.pools().stream().map(InspectReport::json).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> json(RegionInfo region) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", region.name());
        fields.put("kind", lower(region.kind()));
        fields.put("type", region.elementType() == null ? null : type(region));
        fields.put("shape", Arrays.stream(region.shape()).boxed().toList());
        fields.put("offset", region.offset());
        fields.put("byteSize", region.byteSize());
        return fields;
    }

    private static Map<String, @Nullable Object> json(ProcessInfo process) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("slot", process.slot());
        fields.put("pid", process.pid());
        fields.put("name", process.name());
        fields.put("role", process.role());
        fields.put("since", process.attachedAt());
        return fields;
    }

    private static Map<String, @Nullable Object> json(PoolFacts pool) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", pool.name());
        fields.put("state", lower(pool.state()));
        fields.put("owner", pool.owner());
        fields.put("workers", pool.workers());
        fields.put("kernel", lower(pool.kernel()));
        fields.put("workerSlots", pool.workerSlots().stream().map(InspectReport::json).toList());
        fields.put("jobs", pool.jobs().stream().map(InspectReport::json).toList());
        fields.put("tasks", json(pool.tasks()));
        return fields;
    }

    private static Map<String, @Nullable Object> json(TaskFacts tasks) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("inWork", tasks.inWork());
        fields.put("waiting", tasks.waiting());
        fields.put("tasks", tasks.tasks());
        fields.put("done", tasks.done());
        return fields;
    }

    private static Map<String, @Nullable Object> json(PoolFacts.WorkerSlot workerSlot) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("workerSlot", workerSlot.number());
        fields.put("slot", workerSlot.slot());
        fields.put("pid", workerSlot.pid());
        fields.put("chunks", workerSlot.chunks());
        return fields;
    }

    private static Map<String, @Nullable Object> json(JobFacts job) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("job", job.epoch());
        fields.put("state", lower(job.state()));
        fields.put("submitter", job.submitter());
        fields.put("work", job.work());
        fields.put("elements", job.length());
        fields.put("chunks", job.chunks());
        fields.put("done", job.done());
        fields.put("progress", job.progress());
        fields.put("since", job.submittedAt());
        List<Map<String, @Nullable Object>> claims = job.claims().stream()
                .map(InspectReport::json)
                .toList();
        fields.put("inWork", claims);
        return fields;
    }

    private static Map<String, @Nullable Object> json(JobFacts.Claim claim) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("chunk", claim.chunk());
        fields.put("slot", claim.slot());
        fields.put("attempt", claim.attempt());
        return fields;
    }

    private static String type(RegionInfo region) {
        ElementType type = region.elementType();
        return type == null ? "-" : lower(type);
    }

    private static String shape(RegionInfo region) {
        long[] shape = region.shape();
        return shape.length == 0
                ? "-"
                : Arrays.stream(shape).mapToObj(Count::grouped).collect(Collectors.joining(" x "));
    }

    private static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
