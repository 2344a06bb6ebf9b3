package io.millrace.engine.pool;

import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.Seats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Which seats of a pool have a worker, as its crew knows it: from the launch of one to its end.
///
/// A worker that was sent home keeps its seat until it has gone; should one more be wanted before it
/// begins to leave, it stays. Safe for all threads.
final class Roster {
    private final PoolRegion pool;
    private final Seats seats;
    private final boolean[] occupied;

    Roster(PoolRegion pool) {
        this.pool = pool;
        this.seats = pool.seats();
        this.occupied = new boolean[pool.shape().workers()];
    }

    /// Changes how many there are to be, and sends home who is too many.
    ///
    /// @return the seats at which a worker is to be launched
    synchronized List<Integer> resize(int wanted) {
        pool.workers(wanted);
        return fill();
    }

    /// A worker has gone.
    ///
    /// @return the seats at which one is to be launched
    synchronized List<Integer> ended(int seat) {
        occupied[seat] = false;
        return fill();
    }

    /// No worker could be launched at these; they are no longer wanted.
    synchronized void notLaunched(List<Integer> failed) {
        if (!failed.isEmpty()) {
            failed.forEach(seat -> occupied[seat] = false);
            pool.workers((int) staying().count());
        }
    }

    /// Whether the one there has not been told to go.
    synchronized boolean stays(int seat) {
        return occupied[seat] && !seats.isSentHome(seat);
    }

    /// Whether as many stay as there are to be: who is leaving has not been replaced before it has gone.
    synchronized boolean isComplete() {
        return staying().count() >= pool.workers();
    }

    private List<Integer> fill() {
        List<Integer> launched = new ArrayList<>();
        int missing = pool.workers() - (int) staying().count();
        sendHome(-missing);
        for (int seat = 0; seat < occupied.length && missing > 0; seat++) {
            if (occupied[seat] && seats.keep(seat)) {
                missing--;
            }
        }
        for (int seat = 0; seat < occupied.length && missing > 0; seat++) {
            if (!occupied[seat]) {
                occupied[seat] = true;
                seats.makeReady(seat);
                launched.add(seat);
                missing--;
            }
        }
        return launched;
    }

    /// Those first who have had nothing to do for the longest time, and of the others who came last.
    private void sendHome(int surplus) {
        if (surplus > 0) {
            staying()
                    .boxed()
                    .sorted(Comparator.comparingLong(this::idleNanos)
                            .thenComparing(Comparator.naturalOrder())
                            .reversed())
                    .limit(surplus)
                    .forEach(seats::sendHome);
            pool.work().ring();
        }
    }

    /// How long nothing was to do there; -1 where something is.
    long idleNanos(int seat) {
        long since = seats.restsSince(seat);
        return since == 0 ? -1 : Math.max(0, System.nanoTime() - since);
    }

    /// The seats whose workers have not been told to go.
    IntStream staying() {
        return IntStream.range(0, occupied.length).filter(this::stays);
    }
}
