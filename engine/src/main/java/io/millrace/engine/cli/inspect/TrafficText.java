package io.millrace.engine.cli.inspect;

import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.TextTable;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.time.Duration;
import java.util.List;

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
            table.row(view.name(), SyncText.kind(view), SyncText.state(view), view.waiters() ? "perhaps" : "none");
        }
        return table;
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
                        SyncText.process(delivery.holder().process()),
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
                    SyncText.end(pipe.first()),
                    SyncText.end(pipe.second()),
                    Count.bytes(pipe.toSecondBytes()),
                    Count.bytes(pipe.toFirstBytes()));
        }
        return table;
    }

    private TextTable broadcasts() {
        TextTable table = new TextTable("lllr").row("name", "codec", "sender", "sent");
        for (BroadcastView broadcast : snapshot.broadcasts()) {
            table.row(
                    broadcast.name(),
                    broadcast.codec(),
                    SyncText.end(broadcast.sender()),
                    Count.grouped(broadcast.sent()));
        }
        return table;
    }
}
