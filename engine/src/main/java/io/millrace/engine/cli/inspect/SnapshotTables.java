package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.ElementType;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.MapView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The tables of a snapshot, without those of its pools.
record SnapshotTables(Snapshot snapshot) {
    /// What processes wait on, send messages through, and keep together.
    List<ReportTable> traffic() {
        return List.of(waits(), queues(), deliveries(), pipes(), broadcasts(), counters(), maps());
    }

    ReportTable regions() {
        ReportTable table =
                new ReportTable("regions", "lllrrr", "name", "kind", "type", "shape", "offset", "bytes");
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

    private static String type(RegionInfo region) {
        ElementType type = region.elementType();
        if (type != null) {
            return lower(type);
        }
        return region.kind() == RegionKind.STRUCT ? "record of " + Count.bytes(region.shape()[1]) : "-";
    }

    /// The lengths of numbers and records, the room of the rest.
    private static String shape(RegionInfo region) {
        long[] shape = region.shape();
        if (shape.length == 0) {
            return "-";
        }
        return switch (region.kind()) {
            case STRUCT -> Count.grouped(shape[0]);
            case QUEUE -> Count.grouped(shape[0]) + " of " + Count.bytes(shape[1]);
            case MAP ->
                "%s of %s: %s".formatted(Count.grouped(shape[0]), Count.bytes(shape[1]), Count.bytes(shape[2]));
            case PIPE, BROADCAST -> Count.bytes(shape[0]);
            case COUNTER -> Count.of(shape[0], "stripe");
            default -> Arrays.stream(shape).mapToObj(Count::grouped).collect(Collectors.joining(" x "));
        };
    }

    ReportTable processes() {
        ReportTable table = new ReportTable(
                "processes", "rrllll", "slot", "pid", "name", "role", "attached since", "state");
        for (ProcessView process : snapshot.processes()) {
            table.row(
                    Integer.toString(process.slot()),
                    Long.toString(process.pid()),
                    process.name(),
                    process.role(),
                    MomentText.of(process.attachedAt()),
                    lower(process.state()));
        }
        return table;
    }

    /// The latest first.
    ReportTable deaths() {
        ReportTable table = new ReportTable(
                "deaths, and what was put right", "rlrll", "death", "noticed", "pid", "name", "put right");
        for (DeathView death : snapshot.deaths().reversed()) {
            table.row(
                    Long.toString(death.number()),
                    MomentText.of(death.noticedAt()),
                    Long.toString(death.pid()),
                    death.name(),
                    SyncText.mended(death));
        }
        return table;
    }

    private ReportTable waits() {
        ReportTable table =
                new ReportTable("locks and other waits", "llll", "name", "kind", "state", "waiters");
        for (SyncView view : snapshot.waits()) {
            table.row(view.name(), SyncText.kind(view), SyncText.state(view), view.waiters() ? "perhaps" : "none");
        }
        return table;
    }

    private ReportTable queues() {
        ReportTable table = new ReportTable(
                "queues", "llsrrrrrrl", "name", "codec", "full", "waiting", "un-acked", "capacity", "put in", "taken",
                "oldest", "");
        for (QueueView queue : snapshot.queues()) {
            table.row(
                    queue.name(),
                    queue.codec(),
                    share(queue.depth() + queue.unacked(), queue.capacity()),
                    Count.grouped(queue.depth()),
                    Count.grouped(queue.unacked()),
                    Count.grouped(queue.capacity()),
                    Count.grouped(queue.puts()),
                    Count.grouped(queue.takes()),
                    queue.oldest().map(SnapshotTables::seconds).orElse("-"),
                    queue.closed() ? "closed" : "");
        }
        return table;
    }

    private static String share(long part, long whole) {
        return Double.toString((double) part / whole);
    }

    private static String seconds(Duration age) {
        return Count.fixed(age.toMillis() / 1000.0, 1) + " s";
    }

    private ReportTable deliveries() {
        ReportTable table = new ReportTable(
                "messages taken and not acked", "lrlrr", "queue", "message", "consumer", "thread", "delivery");
        for (QueueView queue : snapshot.queues()) {
            for (QueueView.Delivery delivery : queue.deliveries()) {
                table.row(
                        queue.name(),
                        Long.toString(delivery.sequence()),
                        SyncText.process(delivery.holder().process()),
                        Integer.toString(delivery.holder().thread()),
                        Integer.toString(delivery.attempt()));
            }
        }
        return table;
    }

    private ReportTable pipes() {
        ReportTable table =
                new ReportTable("pipes", "lllrr", "name", "first", "second", "to second", "to first");
        for (PipeView pipe : snapshot.pipes()) {
            table.row(
                    pipe.name(),
                    SyncText.end(pipe.first()),
                    SyncText.end(pipe.second()),
                    Count.bytes(pipe.toSecondBytes()),
                    Count.bytes(pipe.toFirstBytes()));
        }
        return table;
    }

    private ReportTable broadcasts() {
        ReportTable table = new ReportTable("broadcasts", "lllr", "name", "codec", "sender", "sent");
        for (BroadcastView broadcast : snapshot.broadcasts()) {
            table.row(
                    broadcast.name(),
                    broadcast.codec(),
                    SyncText.end(broadcast.sender()),
                    Count.grouped(broadcast.sent()));
        }
        return table;
    }

    private ReportTable counters() {
        ReportTable table = new ReportTable("counters", "llr", "name", "labels", "sum");
        for (CounterView counter : snapshot.counters()) {
            table.row(counter.name(), SyncText.labels(counter), Count.grouped(counter.sum()));
        }
        return table;
    }

    private ReportTable maps() {
        ReportTable table =
                new ReportTable("maps", "lllsrr", "name", "keys", "values", "full", "entries", "capacity");
        for (MapView map : snapshot.maps()) {
            table.row(
                    map.name(),
                    map.keyCodec(),
                    map.valueCodec(),
                    share(map.entries(), map.maxEntries()),
                    Count.grouped(map.entries()),
                    Count.grouped(map.maxEntries()));
        }
        return table;
    }
}
