package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.FileView;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.ProcessView;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A snapshot as JSON: maps and lists of plain values, in the order in which they are printed. The
/// keys stand in the help of `inspect`; later versions add keys and remove none.
public final class InspectJson {
    private InspectJson() {}

    /// The whole snapshot.
    public static Map<String, @Nullable Object> of(Snapshot snapshot) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        putFile(fields, snapshot.file());
        fields.put("takenAt", snapshot.takenAt());
        fields.put("regions", snapshot.regions().stream().map(InspectJson::region).toList());
        fields.put("processes", snapshot.processes().stream().map(InspectJson::process).toList());
        fields.put("deaths", snapshot.deaths().stream().map(InspectJson::death).toList());
        TrafficJson.putAll(fields, snapshot);
        fields.put("pools", snapshot.pools().stream().map(PoolJson::of).toList());
        return fields;
    }

    private static void putFile(Map<String, @Nullable Object> fields, FileView file) {
        fields.put("file", file.path());
        fields.put("id", file.id());
        fields.put("version", file.version());
        fields.put("fileByteSize", file.fileByteSize());
        fields.put("byteSize", file.byteSize());
        fields.put("usedBytes", file.usedBytes());
        fields.put("freeBytes", file.freeBytes());
        fields.put("largestFreeBytes", file.largestFreeBytes());
        fields.put("createdAt", file.createdAt());
        fields.put("thisBoot", file.thisBoot());
        fields.put("lifetime", lower(file.lifetime()));
    }

    private static Map<String, @Nullable Object> region(RegionInfo region) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", region.name());
        fields.put("kind", lower(region.kind()));
        fields.put("type", region.elementType() == null ? null : lower(region.elementType()));
        fields.put("shape", Arrays.stream(region.shape()).boxed().toList());
        fields.put("offset", region.offset());
        fields.put("byteSize", region.byteSize());
        return fields;
    }

    private static Map<String, @Nullable Object> process(ProcessView process) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("slot", process.slot());
        fields.put("pid", process.pid());
        fields.put("name", process.name());
        fields.put("role", process.role());
        fields.put("since", process.attachedAt());
        fields.put("state", lower(process.state()));
        return fields;
    }

    private static Map<String, @Nullable Object> death(DeathView death) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("number", death.number());
        fields.put("noticedAt", death.noticedAt());
        fields.put("slot", death.slot());
        fields.put("pid", death.pid());
        fields.put("name", death.name());
        fields.put("locks", death.locks());
        fields.put("permits", death.permits());
        fields.put("messages", death.messages());
        fields.put("chunks", death.chunks());
        fields.put("tasks", death.tasks());
        fields.put("ends", death.ends());
        fields.put("regions", death.regions());
        return fields;
    }

    /// Adds who holds something; nulls when nobody does.
    static void putHolder(Map<String, @Nullable Object> fields, Optional<Holder> holder) {
        fields.put("pid", holder.map(by -> by.process().pid()).orElse(null));
        fields.put("process", holder.map(by -> by.process().name()).orElse(null));
        fields.put("thread", holder.map(Holder::thread).orElse(null));
        fields.put("slot", holder.map(by -> by.process().slot()).orElse(null));
        fields.put("state", holder.map(by -> lower(by.process().state())).orElse(null));
    }

    /// Holders, with how many they hold and for how long.
    static List<Map<String, @Nullable Object>> holders(List<Holder> holders) {
        return holders.stream().map(InspectJson::holder).toList();
    }

    private static Map<String, @Nullable Object> holder(Holder holder) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        putHolder(fields, Optional.of(holder));
        fields.put("count", holder.count());
        fields.put("heldSeconds", holder.heldFor().map(InspectJson::seconds).orElse(null));
        return fields;
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
