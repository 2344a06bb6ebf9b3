package io.millrace.engine.snapshot;

import io.millrace.engine.snapshot.Rates.BroadcastRate;
import io.millrace.engine.snapshot.Rates.CounterRate;
import io.millrace.engine.snapshot.Rates.JobRate;
import io.millrace.engine.snapshot.Rates.LockRate;
import io.millrace.engine.snapshot.Rates.PipeRate;
import io.millrace.engine.snapshot.Rates.PoolRate;
import io.millrace.engine.snapshot.Rates.QueueRate;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.PipeView;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Compares two snapshots of a file. A count that went back is of a region that was made anew
/// meanwhile under the same name: its rate is 0.
///
/// @param seconds between the two
record RateMeter(double seconds) {
    private static final long ACQUISITIONS = 1L << 32;

    static Rates between(Snapshot earlier, Snapshot later) {
        Duration time = Duration.ofNanos(later.nanoTime() - earlier.nanoTime());
        if (!later.file().id().equals(earlier.file().id()) || !time.isPositive()) {
            throw new IllegalArgumentException(
                    "no earlier snapshot of the same file: file=%s, earlier=%s, time=%s; give an earlier one"
                            .formatted(later.file().path(), earlier.file().path(), time));
        }
        RateMeter meter = new RateMeter(time.toNanos() / 1e9);
        return new Rates(
                time,
                pairs(stopped(earlier), stopped(later), process -> process, (then, now) -> now),
                pairs(locks(earlier), locks(later), SyncView.Lock::name, meter::lock),
                pairs(earlier.queues(), later.queues(), QueueView::name, meter::queue),
                pairs(earlier.pipes(), later.pipes(), PipeView::name, meter::pipe),
                pairs(earlier.broadcasts(), later.broadcasts(), BroadcastView::name, meter::broadcast),
                pairs(earlier.counters(), later.counters(), CounterView::name, meter::counter),
                pairs(earlier.pools(), later.pools(), PoolView::name, meter::pool),
                pairs(jobs(earlier), jobs(later), PoolJob::key, meter::job));
    }

    private static List<ProcessView> stopped(Snapshot snapshot) {
        return snapshot.processes().stream()
                .filter(process -> process.state() == ProcessView.State.STOPPED)
                .toList();
    }

    private static List<SyncView.Lock> locks(Snapshot snapshot) {
        return snapshot.waits().stream()
                .filter(SyncView.Lock.class::isInstance)
                .map(SyncView.Lock.class::cast)
                .toList();
    }

    /// A job and its pool.
    private record PoolJob(String pool, JobView job) {
        String key() {
            return pool + " " + job.number();
        }
    }

    private static List<PoolJob> jobs(Snapshot snapshot) {
        return snapshot.pools().stream()
                .flatMap(pool -> pool.jobs().stream().map(job -> new PoolJob(pool.name(), job)))
                .toList();
    }

    /// Calls `rate` for what is in both lists.
    private static <V, R> List<R> pairs(
            List<V> earlier, List<V> later, Function<V, Object> key, BiFunction<V, V, R> rate) {
        Map<Object, V> known = new HashMap<>();
        earlier.forEach(then -> known.put(key.apply(then), then));
        List<R> rates = new ArrayList<>();
        for (V now : later) {
            V then = known.get(key.apply(now));
            if (then != null) {
                rates.add(rate.apply(then, now));
            }
        }
        return rates;
    }

    private double perSecond(long then, long now) {
        return Math.max(0, now - then) / seconds;
    }

    private LockRate lock(SyncView.Lock then, SyncView.Lock now) {
        long taken = Math.floorMod(now.acquisitions() - then.acquisitions(), ACQUISITIONS);
        return new LockRate(now.name(), taken / seconds);
    }

    private QueueRate queue(QueueView then, QueueView now) {
        return new QueueRate(
                now.name(), perSecond(then.puts(), now.puts()), perSecond(then.takes(), now.takes()));
    }

    private PipeRate pipe(PipeView then, PipeView now) {
        return new PipeRate(
                now.name(),
                perSecond(then.toSecondSentBytes(), now.toSecondSentBytes()),
                perSecond(then.toFirstSentBytes(), now.toFirstSentBytes()));
    }

    private BroadcastRate broadcast(BroadcastView then, BroadcastView now) {
        return new BroadcastRate(now.name(), perSecond(then.sent(), now.sent()));
    }

    private CounterRate counter(CounterView then, CounterView now) {
        return new CounterRate(now.name(), perSecond(then.sum(), now.sum()));
    }

    private PoolRate pool(PoolView then, PoolView now) {
        return new PoolRate(
                now.name(),
                perSecond(then.elementsDone(), now.elementsDone()),
                perSecond(then.tasksDone(), now.tasksDone()));
    }

    private JobRate job(PoolJob then, PoolJob now) {
        return new JobRate(
                now.pool(),
                now.job().number(),
                perSecond(then.job().elementsDone(), now.job().elementsDone()));
    }
}
