package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.inspect.InspectText.lower;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.TextTable;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.EndView;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The regions that processes wait on and send messages through, as text.
record TrafficText(Snapshot snapshot) {

    /// A table for each kind of which the file has regions.
    String text() {
        StringBuilder text = new StringBuilder();
        section(text, "locks and other waits", waits(), snapshot.waits());
        section(text, "queues", queues(), snapshot.queues());
        section(text, "messages taken and not acked", deliveries(), unacked());
        section(text, "pipes", pipes(), snapshot.pipes());
        section(text, "broadcasts", broadcasts(), snapshot.broadcasts());
        return text.toString();
    }

    private static void section(StringBuilder text, String title, TextTable table, List<?> rows) {
        text.append(rows.isEmpty() ? "" : "%n%s%n%s".formatted(title, table));
    }

    private TextTable waits() {
        TextTable table = new TextTable("llll").row("name", "kind", "state", "waiters");
        for (SyncView view : snapshot.waits()) {
            table.row(view.name(), kind(view), state(view), view.waiters() ? "perhaps" : "none");
        }
        return table;
    }

    private static String state(SyncView view) {
        return switch (view) {
            case SyncView.Lock lock -> owner(lock.owner(), "held by", "free") + mark(lock.ownerDied());
            case SyncView.ReadWriteLock lock ->
                owner(lock.writer(), "written by", lock.readers().isEmpty() ? "free" : "read")
                        + (lock.readers().isEmpty()
                                ? ""
                                : ", " + Count.of(lock.readerCount(), "reader") + holders(lock.readers()))
                        + mark(lock.ownerDied());
            case SyncView.Condition condition ->
                condition.waiting().isEmpty() ? "-" : "waiting" + holders(condition.waiting());
            case SyncView.Semaphore semaphore ->
                "%s of %s free%s".formatted(semaphore.available(), semaphore.maximum(), holders(semaphore.holders()));
            case SyncView.Event event -> event.isSet() ? "set" : "clear";
            case SyncView.Barrier barrier ->
                barrier.broken()
                        ? "broken"
                        : "%s of %s arrived%s"
                                .formatted(barrier.arrived().size(), barrier.parties(), holders(barrier.arrived()));
        };
    }

    private static String owner(Optional<Holder> holder, String held, String free) {
        return holder.map(by -> "%s pid %s (%s), thread %s%s"
                        .formatted(
                                held,
                                by.process().pid(),
                                by.process().name(),
                                by.thread(),
                                by.process().state() == ProcessView.State.ALIVE
                                        ? ""
                                        : ", " + lower(by.process().state())))
                .orElse(free);
    }

    /// Processes and how many they hold, such as `: pid 4711 2, pid 4712 (dead) 1`.
    private static String holders(List<Holder> holders) {
        return holders.isEmpty()
                ? ""
                : ": "
                        + holders.stream()
                                .collect(Collectors.groupingBy(
                                        Holder::process,
                                        LinkedHashMap::new,
                                        Collectors.summingLong(Holder::count)))
                                .entrySet()
                                .stream()
                                .map(held -> "%s %s".formatted(process(held.getKey()), Count.grouped(held.getValue())))
                                .collect(Collectors.joining(", "));
    }

    private static String process(ProcessView process) {
        String state = process.state() == ProcessView.State.ALIVE ? "" : " (%s)".formatted(lower(process.state()));
        return "pid %s%s".formatted(process.pid(), state);
    }

    private static String mark(boolean ownerDied) {
        return ownerDied ? ", an owner died inside" : "";
    }

    private TextTable queues() {
        TextTable table = new TextTable("llrrrrrl")
                .row("name", "codec", "waiting", "un-acked", "capacity", "put in", "oldest", "");
        for (QueueView queue : snapshot.queues()) {
            table.row(
                    queue.name(),
                    queue.codec(),
                    Count.grouped(queue.depth()),
                    Count.grouped(queue.unacked()),
                    Count.grouped(queue.capacity()),
                    Count.grouped(queue.puts()),
                    queue.oldest().map(TrafficText::seconds).orElse("-"),
                    queue.closed() ? "closed" : "");
        }
        return table;
    }

    private List<QueueView.Delivery> unacked() {
        return snapshot.queues().stream()
                .flatMap(queue -> queue.deliveries().stream())
                .toList();
    }

    private TextTable deliveries() {
        TextTable table = new TextTable("lrlrr").row("queue", "message", "consumer", "thread", "delivery");
        for (QueueView queue : snapshot.queues()) {
            for (QueueView.Delivery delivery : queue.deliveries()) {
                table.row(
                        queue.name(),
                        Long.toString(delivery.sequence()),
                        process(delivery.holder().process()),
                        Integer.toString(delivery.holder().thread()),
                        Integer.toString(delivery.attempt()));
            }
        }
        return table;
    }

    private static String seconds(Duration age) {
        return Count.fixed(age.toMillis() / 1000.0, 1) + " s";
    }

    private TextTable pipes() {
        TextTable table = new TextTable("lllrr").row("name", "first", "second", "to second", "to first");
        for (PipeView pipe : snapshot.pipes()) {
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
        for (BroadcastView broadcast : snapshot.broadcasts()) {
            table.row(
                    broadcast.name(), broadcast.codec(), end(broadcast.sender()), Count.grouped(broadcast.sent()));
        }
        return table;
    }

    private static String end(EndView end) {
        return lower(end.state())
                + end.process().map(of -> " by pid %s (%s)%s".formatted(of.pid(), of.name(), endState(of))).orElse("");
    }

    private static String endState(ProcessView process) {
        return process.state() == ProcessView.State.ALIVE ? "" : ", " + lower(process.state());
    }

    static String kind(SyncView view) {
        return switch (view) {
            case SyncView.Lock lock -> "lock";
            case SyncView.ReadWriteLock lock -> "read_write_lock";
            case SyncView.Condition condition -> "condition";
            case SyncView.Semaphore semaphore -> "semaphore";
            case SyncView.Event event -> "event";
            case SyncView.Barrier barrier -> "barrier";
        };
    }
}
