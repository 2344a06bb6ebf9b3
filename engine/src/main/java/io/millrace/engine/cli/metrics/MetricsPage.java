package io.millrace.engine.cli.metrics;

import static io.millrace.engine.cli.metrics.MetricsText.Type.COUNTER;
import static io.millrace.engine.cli.metrics.MetricsText.Type.GAUGE;
import static io.millrace.engine.cli.metrics.MetricsText.Type.INFO;
import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.snapshot.JobView;
import io.millrace.engine.snapshot.PoolView;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.FileView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A snapshot as a page of metrics.
record MetricsPage(Snapshot snapshot) {
    private static final double NANOS = 1e9;

    String text() {
        MetricsText text = new MetricsText();
        addFile(text);
        addProcesses(text);
        addWaits(text);
        addQueues(text);
        addStreams(text);
        addCounters(text);
        addMaps(text);
        addPools(text);
        addJobs(text);
        return text.toString();
    }

    private void addFile(MetricsText text) {
        FileView file = snapshot.file();
        text.family(INFO, "file", "", "The mapped file.")
                .sample(
                        1,
                        "path", file.path().toString(),
                        "id", file.id().toString(),
                        "version", Integer.toString(file.version()),
                        "lifetime", lower(file.lifetime()));
        text.family(GAUGE, "space_bytes", "bytes", "Space for regions.").sample(file.byteSize());
        text.family(GAUGE, "space_free_bytes", "bytes", "Space that further regions may use together.")
                .sample(file.freeBytes());
        text.family(GAUGE, "space_largest_free_bytes", "bytes", "The largest region that would fit now.")
                .sample(file.largestFreeBytes());
        Map<RegionKind, Long> counts = new TreeMap<>(
                snapshot.regions().stream().collect(Collectors.groupingBy(RegionInfo::kind, Collectors.counting())));
        Map<RegionKind, Long> bytes = new TreeMap<>(snapshot.regions().stream()
                .collect(Collectors.groupingBy(RegionInfo::kind, Collectors.summingLong(RegionInfo::byteSize))));
        text.family(GAUGE, "regions", "", "Regions of the users, by kind.");
        counts.forEach((kind, count) -> text.sample(count, "kind", lower(kind)));
        text.family(GAUGE, "regions_bytes", "bytes", "Bytes of the regions of the users, by kind.");
        bytes.forEach((kind, size) -> text.sample(size, "kind", lower(kind)));
    }

    private void addProcesses(MetricsText text) {
        text.family(GAUGE, "processes", "", "Attached processes; the dead ones are not recovered yet.");
        for (ProcessView.State state : ProcessView.State.values()) {
            long count = snapshot.processes().stream()
                    .filter(process -> process.state() == state)
                    .count();
            text.sample(count, "state", lower(state));
        }
        long deaths = snapshot.deaths().stream().mapToLong(DeathView::number).max().orElse(0);
        text.family(COUNTER, "deaths", "", "Processes that died and were recovered.").sample(deaths);
    }

    private void addWaits(MetricsText text) {
        List<SyncView.Lock> locks = waits(SyncView.Lock.class);
        List<SyncView.ReadWriteLock> readWriteLocks = waits(SyncView.ReadWriteLock.class);
        List<SyncView.Semaphore> semaphores = waits(SyncView.Semaphore.class);
        text.family(GAUGE, "lock_held", "", "1 while a thread holds the lock, for writing or alone.");
        locks.forEach(lock -> text.sample(lock.owner().isPresent() ? 1 : 0, "name", lock.name()));
        readWriteLocks.forEach(lock -> text.sample(lock.writer().isPresent() ? 1 : 0, "name", lock.name()));
        text.family(GAUGE, "lock_owner_died", "", "1 while the lock is marked: an owner died inside.");
        locks.forEach(lock -> text.sample(lock.ownerDied() ? 1 : 0, "name", lock.name()));
        readWriteLocks.forEach(lock -> text.sample(lock.ownerDied() ? 1 : 0, "name", lock.name()));
        text.family(GAUGE, "lock_readers", "", "Threads that read under the lock.");
        readWriteLocks.forEach(lock -> text.sample(lock.readerCount(), "name", lock.name()));
        text.family(COUNTER, "lock_acquisitions", "", "How often the lock was taken; begins anew at 2^32.");
        locks.forEach(lock -> text.sample(lock.acquisitions(), "name", lock.name()));
        text.family(GAUGE, "semaphore_permits", "", "The most permits of the semaphore.");
        semaphores.forEach(each -> text.sample(each.maximum(), "name", each.name()));
        text.family(GAUGE, "semaphore_permits_available", "", "Permits that can be taken.");
        semaphores.forEach(each -> text.sample(each.available(), "name", each.name()));
    }

    private <V extends SyncView> List<V> waits(Class<V> kind) {
        return snapshot.waits().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private void addQueues(MetricsText text) {
        queues(text, GAUGE, "queue_messages", "Messages that wait.", QueueView::depth);
        queues(text, GAUGE, "queue_unacked", "Messages that were taken and not acked.", QueueView::unacked);
        queues(text, GAUGE, "queue_capacity", "The most messages, acked or not.", QueueView::capacity);
        queues(text, COUNTER, "queue_puts", "Messages put in since the queue was made.", QueueView::puts);
        queues(text, COUNTER, "queue_takes", "Messages taken since the queue was made.", QueueView::takes);
        text.family(GAUGE, "queue_oldest_seconds", "seconds", "Age of the oldest message; 0 when none waits.");
        for (QueueView queue : snapshot.queues()) {
            text.sample(queue.oldest().orElse(Duration.ZERO).toNanos() / NANOS, "name", queue.name());
        }
    }

    private void queues(
            MetricsText text, MetricsText.Type type, String family, String help, ToLongFunction<QueueView> value) {
        text.family(type, family, "", help);
        snapshot.queues().forEach(queue -> text.sample(value.applyAsLong(queue), "name", queue.name()));
    }

    private void addStreams(MetricsText text) {
        text.family(GAUGE, "pipe_bytes", "bytes", "Bytes of messages on their way, by the end that receives.");
        for (PipeView pipe : snapshot.pipes()) {
            text.sample(pipe.toFirstBytes(), "name", pipe.name(), "to", "first");
            text.sample(pipe.toSecondBytes(), "name", pipe.name(), "to", "second");
        }
        text.family(COUNTER, "pipe_sent_bytes", "bytes", "Bytes of messages sent, by the end that receives.");
        for (PipeView pipe : snapshot.pipes()) {
            text.sample(pipe.toFirstSentBytes(), "name", pipe.name(), "to", "first");
            text.sample(pipe.toSecondSentBytes(), "name", pipe.name(), "to", "second");
        }
        text.family(COUNTER, "broadcast_sent", "", "Messages sent since the broadcast was made.");
        for (BroadcastView broadcast : snapshot.broadcasts()) {
            text.sample(broadcast.sent(), "name", broadcast.name());
        }
    }

    private void addCounters(MetricsText text) {
        text.family(COUNTER, "counter", "", "Counters of the program, with the labels that it gave them.");
        for (CounterView counter : snapshot.counters()) {
            Stream<String> own = counter.labels().entrySet().stream()
                    .flatMap(label -> Stream.of(label.getKey(), label.getValue()));
            text.sample(counter.sum(), Stream.concat(Stream.of("name", counter.name()), own).toArray(String[]::new));
        }
    }

    private void addMaps(MetricsText text) {
        text.family(GAUGE, "map_entries", "", "Entries of the map.");
        snapshot.maps().forEach(map -> text.sample(map.entries(), "name", map.name()));
        text.family(GAUGE, "map_capacity", "", "The most entries.");
        snapshot.maps().forEach(map -> text.sample(map.maxEntries(), "name", map.name()));
    }

    private void addPools(MetricsText text) {
        pools(text, GAUGE, "pool_workers", "Workers that the pool wants.", PoolView::workers);
        pools(text, GAUGE, "pool_workers_alive", "Workers that are attached and alive.", MetricsPage::alive);
        pools(text, GAUGE, "pool_jobs", "Jobs over arrays that have not ended.", pool -> pool.jobs().size());
        pools(text, GAUGE, "pool_tasks", "Object tasks in batches that have not ended.", PoolView::tasksInBatches);
        pools(text, COUNTER, "pool_elements", "Elements of finished chunks.", PoolView::elementsDone);
        pools(text, COUNTER, "pool_tasks_done", "Finished object tasks.", PoolView::tasksDone);
    }

    private void pools(
            MetricsText text, MetricsText.Type type, String family, String help, ToLongFunction<PoolView> value) {
        text.family(type, family, "", help);
        snapshot.pools().forEach(pool -> text.sample(value.applyAsLong(pool), "pool", pool.name()));
    }

    private static long alive(PoolView pool) {
        return pool.workerSlots().stream()
                .filter(worker -> worker.number() < pool.workers() && !worker.process().isDead())
                .count();
    }

    private void addJobs(MetricsText text) {
        text.family(GAUGE, "job_progress_ratio", "ratio", "Finished share of a job over arrays, 0 to 1.");
        for (PoolView pool : snapshot.pools()) {
            for (JobView job : pool.jobs()) {
                text.sample(
                        job.progress(),
                        "pool", pool.name(),
                        "job", Long.toString(job.number()),
                        "work", job.work());
            }
        }
    }
}
