package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.TextTable;
import io.millrace.engine.internal.monitor.Traffic;
import io.millrace.shm.internal.lock.SyncView;
import io.millrace.shm.internal.queue.QueueView;
import io.millrace.shm.internal.ring.BroadcastView;
import io.millrace.shm.internal.ring.EndView;
import io.millrace.shm.internal.ring.PipeView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The regions that processes wait on and send messages through, as text and as JSON.
record TrafficReport(Traffic traffic) {

    /// A table for each kind of which the file has regions.
    String text() {
        StringBuilder text = new StringBuilder();
        section(text, "locks and other waits", waits(), traffic.waits());
        section(text, "queues", queues(), traffic.queues());
        section(text, "pipes", pipes(), traffic.pipes());
        section(text, "broadcasts", broadcasts(), traffic.broadcasts());
        return text.toString();
    }

    private static void section(StringBuilder text, String title, TextTable table, List<?> rows) {
        text.append(rows.isEmpty() ? "" : "%n%s%n%s".formatted(title, table));
    }

    private TextTable waits() {
        TextTable table = new TextTable("llll").row("name", "kind", "state", "waiters");
        for (SyncView view : traffic.waits()) {
            table.row(view.name(), kind(view), state(view), view.waiters() ? "perhaps" : "none");
        }
        return table;
    }

    private static String state(SyncView view) {
        return switch (view) {
            case SyncView.Lock lock -> owner(lock.owner(), "held by", "free") + mark(lock.marked());
            case SyncView.ReadWriteLock lock ->
                owner(lock.writer(), "written by", lock.readers() == 0 ? "free" : "read")
                        + (lock.readers() == 0 ? "" : ", " + Count.of(lock.readers(), "reader"))
                        + mark(lock.marked());
            case SyncView.Condition condition -> "-";
            case SyncView.Semaphore semaphore ->
                "%s of %s free".formatted(semaphore.available(), semaphore.maximum());
            case SyncView.Event event -> event.isSet() ? "set" : "clear";
            case SyncView.Barrier barrier ->
                barrier.broken() ? "broken" : "%s of %s arrived".formatted(barrier.waiting(), barrier.parties());
        };
    }

    private static String owner(Optional<SyncView.Holder> holder, String held, String free) {
        return holder.map(by -> "%s pid %s (%s), thread %s"
                        .formatted(held, by.process().pid(), by.process().name(), by.thread()))
                .orElse(free);
    }

    private static String mark(boolean marked) {
        return marked ? ", an owner died inside" : "";
    }

    private TextTable queues() {
        TextTable table = new TextTable("llrrrrl")
                .row("name", "codec", "waiting", "un-acked", "capacity", "oldest", "");
        for (QueueView queue : traffic.queues()) {
            table.row(
                    queue.name(),
                    queue.codec(),
                    Count.grouped(queue.depth()),
                    Count.grouped(queue.unacked()),
                    Count.grouped(queue.capacity()),
                    queue.oldest().map(TrafficReport::seconds).orElse("-"),
                    queue.closed() ? "closed" : "");
        }
        return table;
    }

    private static String seconds(Duration age) {
        return String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1000.0);
    }

    private TextTable pipes() {
        TextTable table = new TextTable("lllrr").row("name", "first", "second", "to second", "to first");
        for (PipeView pipe : traffic.pipes()) {
            table.row(
                    pipe.name(),
                    end(pipe.first()),
                    end(pipe.second()),
                    Count.bytes(pipe.toSecondBytes()),
                    Count.bytes(pipe.toFirstBytes()));
        }
        return table;
    }

    private TextTable broadcasts() {
        TextTable table = new TextTable("lllr").row("name", "codec", "sender", "sent");
        for (BroadcastView broadcast : traffic.broadcasts()) {
            table.row(
                    broadcast.name(), broadcast.codec(), end(broadcast.sender()), Count.grouped(broadcast.sent()));
        }
        return table;
    }

    private static String end(EndView end) {
        return lower(end.state())
                + end.process().map(of -> " by pid %s (%s)".formatted(of.pid(), of.name())).orElse("");
    }

    /// Adds the keys `waits`, `queues`, `pipes` and `broadcasts`.
    void addTo(Map<String, @Nullable Object> fields) {
        fields.put("waits", traffic.waits().stream().map(TrafficReport::json).toList());
        fields.put("queues", traffic.queues().stream().map(TrafficReport::json).toList());
        fields.put("pipes", traffic.pipes().stream().map(TrafficReport::json).toList());
        fields.put("broadcasts", traffic.broadcasts().stream().map(TrafficReport::json).toList());
    }

    private static Map<String, @Nullable Object> json(SyncView view) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", view.name());
        fields.put("kind", kind(view));
        fields.put("waiters", view.waiters());
        switch (view) {
            case SyncView.Lock lock -> {
                putHolder(fields, lock.owner());
                fields.put("ownerDied", lock.marked());
                fields.put("acquisitions", lock.acquisitions());
            }
            case SyncView.ReadWriteLock lock -> {
                putHolder(fields, lock.writer());
                fields.put("readers", lock.readers());
                fields.put("ownerDied", lock.marked());
            }
            case SyncView.Condition condition -> {}
            case SyncView.Semaphore semaphore -> {
                fields.put("available", semaphore.available());
                fields.put("maximum", semaphore.maximum());
            }
            case SyncView.Event event -> fields.put("set", event.isSet());
            case SyncView.Barrier barrier -> {
                fields.put("parties", barrier.parties());
                fields.put("arrived", barrier.waiting());
                fields.put("broken", barrier.broken());
            }
        }
        return fields;
    }

    private static void putHolder(Map<String, @Nullable Object> fields, Optional<SyncView.Holder> holder) {
        fields.put("pid", holder.map(by -> by.process().pid()).orElse(null));
        fields.put("process", holder.map(by -> by.process().name()).orElse(null));
        fields.put("thread", holder.map(SyncView.Holder::thread).orElse(null));
    }

    private static Map<String, @Nullable Object> json(QueueView queue) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", queue.name());
        fields.put("codec", queue.codec());
        fields.put("waiting", queue.depth());
        fields.put("unacked", queue.unacked());
        fields.put("capacity", queue.capacity());
        fields.put("maxMessageByteSize", queue.maxMessageByteSize());
        fields.put("oldestSeconds", queue.oldest().map(age -> age.toMillis() / 1000.0).orElse(null));
        fields.put("closed", queue.closed());
        return fields;
    }

    private static Map<String, @Nullable Object> json(PipeView pipe) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", pipe.name());
        fields.put("first", json(pipe.first()));
        fields.put("second", json(pipe.second()));
        fields.put("capacityBytes", pipe.capacityBytes());
        fields.put("toSecondBytes", pipe.toSecondBytes());
        fields.put("toFirstBytes", pipe.toFirstBytes());
        return fields;
    }

    private static Map<String, @Nullable Object> json(BroadcastView broadcast) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", broadcast.name());
        fields.put("codec", broadcast.codec());
        fields.put("capacityBytes", broadcast.capacityBytes());
        fields.put("sender", json(broadcast.sender()));
        fields.put("sent", broadcast.sent());
        return fields;
    }

    private static Map<String, @Nullable Object> json(EndView end) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("state", lower(end.state()));
        fields.put("pid", end.process().map(of -> of.pid()).orElse(null));
        fields.put("process", end.process().map(of -> of.name()).orElse(null));
        return fields;
    }

    private static String kind(SyncView view) {
        return switch (view) {
            case SyncView.Lock lock -> "lock";
            case SyncView.ReadWriteLock lock -> "read_write_lock";
            case SyncView.Condition condition -> "condition";
            case SyncView.Semaphore semaphore -> "semaphore";
            case SyncView.Event event -> "event";
            case SyncView.Barrier barrier -> "barrier";
        };
    }

    private static String lower(Object name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
