package io.millrace.engine.cli.top;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.inspect.SyncText;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.top.Section.Row;
import io.millrace.engine.snapshot.JobView;
import io.millrace.engine.snapshot.PoolView;
import io.millrace.engine.snapshot.Rates;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.EndView;
import io.millrace.shm.view.MapView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The sections of the screen.
///
/// @param rates since the last refresh; null at the first one, whose rates are unknown
record TopSections(Snapshot snapshot, @Nullable Rates rates) {

    /// From top to bottom; sections without rows too.
    List<Section> all() {
        return List.of(
                processes(),
                pools(),
                work(),
                waits(),
                queues(),
                pipes(),
                broadcasts(),
                counters(),
                maps(),
                deaths());
    }

    private Section processes() {
        List<Row> rows = new ArrayList<>();
        for (ProcessView process : snapshot.processes()) {
            double seconds = Duration.between(process.attachedAt(), snapshot.takenAt()).toMillis() / 1e3;
            rows.add(Row.of(
                    process.state() != ProcessView.State.ALIVE,
                    process.name(),
                    Long.toString(process.pid()),
                    process.role(),
                    lower(process.state()),
                    ScreenText.age(seconds),
                    Integer.toString(process.slot())));
        }
        return new Section(List.of("PROCESS", "pid", "role", "state", "attached", "slot"), "lrllrr", rows);
    }

    private Section pools() {
        List<Row> rows = new ArrayList<>();
        for (PoolView pool : snapshot.pools()) {
            long alive = pool.workerSlots().stream()
                    .filter(worker -> worker.number() < pool.workers() && !worker.process().isDead())
                    .count();
            rows.add(Row.of(
                    pool.state() == PoolView.State.ABANDONED,
                    pool.name(),
                    lower(pool.state()),
                    "%s of %s".formatted(alive, pool.workers()),
                    perSecond(Rates::pools, Rates.PoolRate::name, pool.name(), Rates.PoolRate::elements),
                    perSecond(Rates::pools, Rates.PoolRate::name, pool.name(), Rates.PoolRate::tasks),
                    pool.lastFailure().map(failure -> failure.type() + ": " + failure.message()).orElse("")));
        }
        return new Section(
                List.of("POOL", "state", "workers", "elements", "tasks", "last failure"), "llrrrl", rows);
    }

    private Section work() {
        List<Row> rows = new ArrayList<>();
        for (PoolView pool : snapshot.pools()) {
            pool.jobs().forEach(job -> rows.add(job(pool, job)));
            if (pool.tasksInBatches() > 0) {
                rows.add(Row.of(
                        false,
                        "tasks",
                        pool.name(),
                        "%s in work".formatted(pool.batchesInWork()),
                        ScreenText.bar((double) pool.tasksDoneInBatches() / pool.tasksInBatches()),
                        perSecond(Rates::pools, Rates.PoolRate::name, pool.name(), Rates.PoolRate::tasks),
                        Count.of(pool.tasksInBatches(), "task")));
            }
        }
        return new Section(List.of("WORK", "pool", "state", "progress", "rate", "size"), "lllrrr", rows);
    }

    private Row job(PoolView pool, JobView job) {
        String key = pool.name() + " " + job.number();
        return Row.of(
                job.failure().isPresent() || job.state() == JobView.State.ABORTED,
                job.work(),
                pool.name(),
                lower(job.state()),
                ScreenText.bar(job.progress()),
                perSecond(Rates::jobs, rate -> rate.pool() + " " + rate.job(), key, Rates.JobRate::elements),
                Count.of(job.elements(), "element"));
    }

    private Section waits() {
        List<Row> rows = new ArrayList<>();
        for (SyncView view : snapshot.waits()) {
            rows.add(Row.of(
                    SyncText.isAmiss(view),
                    view.name(),
                    SyncText.kind(view),
                    SyncText.state(view),
                    view.waiters() ? "yes" : "",
                    view instanceof SyncView.Lock
                            ? perSecond(Rates::locks, Rates.LockRate::name, view.name(), Rates.LockRate::acquisitions)
                            : ""));
        }
        rows.sort(Comparator.comparing((Row row) -> row.cells().get(3).isEmpty()));
        return new Section(List.of("LOCK, WAIT", "kind", "state", "waiters", "taken"), "lllll", rows);
    }

    private Section queues() {
        List<Row> rows = new ArrayList<>();
        snapshot.queues().stream()
                .sorted(Comparator.comparingLong(queue -> -queue.depth() - queue.unacked()))
                .forEach(queue -> rows.add(queue(queue)));
        return new Section(
                List.of("QUEUE", "waiting", "capacity", "un-acked", "oldest", "put", "taken", ""), "lrrrrrrl", rows);
    }

    private Row queue(QueueView queue) {
        boolean dead = queue.deliveries().stream().anyMatch(taken -> taken.holder().process().isDead());
        return Row.of(
                dead,
                queue.name(),
                Count.grouped(queue.depth()),
                Count.grouped(queue.capacity()),
                Count.grouped(queue.unacked()),
                queue.oldest().map(age -> ScreenText.age(age.toMillis() / 1e3)).orElse("-"),
                perSecond(Rates::queues, Rates.QueueRate::name, queue.name(), Rates.QueueRate::puts),
                perSecond(Rates::queues, Rates.QueueRate::name, queue.name(), Rates.QueueRate::takes),
                queue.closed() ? "closed" : "");
    }

    private Section pipes() {
        List<Row> rows = new ArrayList<>();
        for (PipeView pipe : snapshot.pipes()) {
            rows.add(Row.of(
                    isDead(pipe.first()) || isDead(pipe.second()),
                    pipe.name(),
                    SyncText.end(pipe.first()),
                    SyncText.end(pipe.second()),
                    Count.bytes(pipe.toSecondBytes()),
                    Count.bytes(pipe.toFirstBytes()),
                    perSecond(Rates::pipes, Rates.PipeRate::name, pipe.name(), TopSections::bytes)));
        }
        return new Section(
                List.of("PIPE", "first", "second", "to second", "to first", "bytes"), "lllrrr", rows);
    }

    private Section broadcasts() {
        List<Row> rows = new ArrayList<>();
        for (BroadcastView broadcast : snapshot.broadcasts()) {
            rows.add(Row.of(
                    isDead(broadcast.sender()),
                    broadcast.name(),
                    SyncText.end(broadcast.sender()),
                    Count.grouped(broadcast.sent()),
                    perSecond(
                            Rates::broadcasts,
                            Rates.BroadcastRate::name,
                            broadcast.name(),
                            Rates.BroadcastRate::sent)));
        }
        return new Section(List.of("BROADCAST", "sender", "sent", "rate"), "llrr", rows);
    }

    private Section counters() {
        List<Row> rows = new ArrayList<>();
        for (CounterView counter : snapshot.counters()) {
            rows.add(Row.of(
                    false,
                    counter.name(),
                    SyncText.labels(counter),
                    Count.grouped(counter.sum()),
                    perSecond(
                            Rates::counters,
                            Rates.CounterRate::name,
                            counter.name(),
                            Rates.CounterRate::added)));
        }
        return new Section(List.of("COUNTER", "labels", "sum", "rate"), "llrr", rows);
    }

    private Section maps() {
        List<Row> rows = new ArrayList<>();
        for (MapView map : snapshot.maps()) {
            rows.add(Row.of(
                    false,
                    map.name(),
                    ScreenText.bar((double) map.entries() / map.maxEntries()),
                    Count.grouped(map.entries()),
                    Count.grouped(map.maxEntries())));
        }
        return new Section(List.of("MAP", "full", "entries", "capacity"), "lrrr", rows);
    }

    private Section deaths() {
        List<Row> rows = new ArrayList<>();
        for (DeathView death : snapshot.deaths().reversed()) {
            double seconds = Duration.between(death.noticedAt(), snapshot.takenAt()).toMillis() / 1e3;
            rows.add(Row.of(
                    false,
                    death.name(),
                    Long.toString(death.pid()),
                    ScreenText.age(seconds),
                    SyncText.mended(death)));
        }
        return new Section(List.of("DEATH", "pid", "before", "put right"), "lrrl", rows);
    }

    private static double bytes(Rates.PipeRate rate) {
        return rate.toSecondBytes() + rate.toFirstBytes();
    }

    private static boolean isDead(EndView end) {
        return end.state() == EndView.State.DEAD
                || end.process().map(ProcessView::isDead).orElse(false);
    }

    /// A rate by its name; `-` when the last snapshot had none.
    private <R> String perSecond(
            Function<Rates, List<R>> list, Function<R, String> name, String wanted, ToDoubleFunction<R> rate) {
        List<R> known = rates == null ? List.of() : list.apply(rates);
        return ScreenText.perSecond(known.stream()
                .filter(each -> name.apply(each).equals(wanted))
                .mapToDouble(rate)
                .findFirst()
                .orElse(Double.NaN));
    }
}
