package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.Death;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.EndView;
import io.millrace.shm.view.MapView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What processes wait on, send messages through, and keep together, as JSON.
final class TrafficJson {
    private TrafficJson() {}

    /// Adds the keys `waits`, `queues`, `pipes`, `broadcasts`, `counters` and `maps`.
    static void putAll(Map<String, @Nullable Object> fields, Snapshot snapshot) {
        fields.put("waits", snapshot.waits().stream().map(TrafficJson::wait).toList());
        fields.put("queues", snapshot.queues().stream().map(TrafficJson::queue).toList());
        fields.put("pipes", snapshot.pipes().stream().map(TrafficJson::pipe).toList());
        fields.put("broadcasts", snapshot.broadcasts().stream().map(TrafficJson::broadcast).toList());
        fields.put("counters", snapshot.counters().stream().map(TrafficJson::counter).toList());
        fields.put("maps", snapshot.maps().stream().map(TrafficJson::map).toList());
    }

    private static Map<String, @Nullable Object> wait(SyncView view) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", view.name());
        fields.put("kind", SyncText.kind(view));
        fields.put("waiters", view.waiters());
        switch (view) {
            case SyncView.Lock lock -> {
                InspectJson.putHolder(fields, lock.owner());
                fields.put("ownerDied", lock.ownerDied());
                fields.put("acquisitions", lock.acquisitions());
                fields.put("lastDeath", death(lock.lastDeath()));
            }
            case SyncView.ReadWriteLock lock -> {
                InspectJson.putHolder(fields, lock.writer());
                fields.put("readers", lock.readerCount());
                fields.put("readerProcesses", InspectJson.holders(lock.readers()));
                fields.put("ownerDied", lock.ownerDied());
                fields.put("lastDeath", death(lock.lastDeath()));
            }
            case SyncView.Condition condition -> fields.put("waiting", InspectJson.holders(condition.waiting()));
            case SyncView.Semaphore semaphore -> {
                fields.put("available", semaphore.available());
                fields.put("maximum", semaphore.maximum());
                fields.put("holders", InspectJson.holders(semaphore.holders()));
            }
            case SyncView.Event event -> fields.put("set", event.isSet());
            case SyncView.Barrier barrier -> {
                fields.put("parties", barrier.parties());
                fields.put("arrived", barrier.arrived().size());
                fields.put("broken", barrier.broken());
                fields.put("arrivedThreads", InspectJson.holders(barrier.arrived()));
            }
        }
        return fields;
    }

    private static @Nullable Map<String, @Nullable Object> death(Optional<Death> death) {
        return death.<@Nullable Map<String, @Nullable Object>>map(dead -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                    fields.put("pid", dead.pid());
                    fields.put("process", dead.process());
                    fields.put("thread", dead.thread());
                    fields.put("noticedAt", dead.noticedAt());
                    return fields;
                })
                .orElse(null);
    }

    private static Map<String, @Nullable Object> queue(QueueView queue) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", queue.name());
        fields.put("codec", queue.codec());
        fields.put("waiting", queue.depth());
        fields.put("unacked", queue.unacked());
        fields.put("capacity", queue.capacity());
        fields.put("maxMessageByteSize", queue.maxMessageByteSize());
        fields.put("oldestSeconds", queue.oldest().map(InspectJson::seconds).orElse(null));
        fields.put("closed", queue.closed());
        fields.put("puts", queue.puts());
        fields.put("takes", queue.takes());
        fields.put("deliveries", queue.deliveries().stream().map(TrafficJson::delivery).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> delivery(QueueView.Delivery delivery) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        InspectJson.putHolder(fields, Optional.of(delivery.holder()));
        fields.put("sequence", delivery.sequence());
        fields.put("attempt", delivery.attempt());
        fields.put("storedAt", delivery.storedAt());
        return fields;
    }

    private static Map<String, @Nullable Object> pipe(PipeView pipe) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", pipe.name());
        fields.put("first", end(pipe.first()));
        fields.put("second", end(pipe.second()));
        fields.put("capacityBytes", pipe.capacityBytes());
        fields.put("toSecondBytes", pipe.toSecondBytes());
        fields.put("toFirstBytes", pipe.toFirstBytes());
        fields.put("toSecondSentBytes", pipe.toSecondSentBytes());
        fields.put("toFirstSentBytes", pipe.toFirstSentBytes());
        return fields;
    }

    private static Map<String, @Nullable Object> broadcast(BroadcastView broadcast) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", broadcast.name());
        fields.put("codec", broadcast.codec());
        fields.put("capacityBytes", broadcast.capacityBytes());
        fields.put("sender", end(broadcast.sender()));
        fields.put("sent", broadcast.sent());
        return fields;
    }

    private static Map<String, @Nullable Object> counter(CounterView counter) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", counter.name());
        fields.put("labels", counter.labels());
        fields.put("sum", counter.sum());
        return fields;
    }

    private static Map<String, @Nullable Object> map(MapView map) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", map.name());
        fields.put("keyCodec", map.keyCodec());
        fields.put("valueCodec", map.valueCodec());
        fields.put("entries", map.entries());
        fields.put("maxEntries", map.maxEntries());
        fields.put("maxKeyByteSize", map.maxKeyByteSize());
        fields.put("maxValueByteSize", map.maxValueByteSize());
        return fields;
    }

    private static Map<String, @Nullable Object> end(EndView end) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("state", lower(end.state()));
        fields.put("pid", end.process().map(of -> of.pid()).orElse(null));
        fields.put("process", end.process().map(of -> of.name()).orElse(null));
        fields.put("processState", end.process().map(of -> lower(of.state())).orElse(null));
        return fields;
    }
}
