package io.millrace.engine.cli.inspect;

import static io.millrace.engine.cli.text.Words.lower;

import io.millrace.engine.cli.text.Count;
import io.millrace.shm.view.CounterView;
import io.millrace.shm.view.DeathView;
import io.millrace.shm.view.EndView;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.SyncView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Locks, other waits, ends of pipes, labels and deaths in words, for every report about a file.
public final class SyncText {
    private SyncText() {}

    /// What kind it is, such as `read_write_lock`.
    public static String kind(SyncView view) {
        return switch (view) {
            case SyncView.Lock lock -> "lock";
            case SyncView.ReadWriteLock lock -> "read_write_lock";
            case SyncView.Condition condition -> "condition";
            case SyncView.Semaphore semaphore -> "semaphore";
            case SyncView.Event event -> "event";
            case SyncView.Barrier barrier -> "barrier";
        };
    }

    /// Who holds it or has arrived, such as `held by pid 4711 (main), thread 1`.
    public static String state(SyncView view) {
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

    /// Whether a holder is dead or stopped, an owner died inside, or the barrier is broken.
    public static boolean isAmiss(SyncView view) {
        return switch (view) {
            case SyncView.Lock lock -> lock.ownerDied() || anyAmiss(lock.owner().stream());
            case SyncView.ReadWriteLock lock ->
                lock.ownerDied() || anyAmiss(Stream.concat(lock.writer().stream(), lock.readers().stream()));
            case SyncView.Condition condition -> anyAmiss(condition.waiting().stream());
            case SyncView.Semaphore semaphore -> anyAmiss(semaphore.holders().stream());
            case SyncView.Event event -> false;
            case SyncView.Barrier barrier -> barrier.broken() || anyAmiss(barrier.arrived().stream());
        };
    }

    /// The state of an end and who has it, such as `taken by pid 4711 (main)`.
    public static String end(EndView end) {
        return lower(end.state())
                + end.process()
                        .map(of -> " by pid %s (%s)%s".formatted(of.pid(), of.name(), unusual(of)))
                        .orElse("");
    }

    /// The labels of a counter, such as `path=/prices, status=404`.
    public static String labels(CounterView counter) {
        return counter.labels().entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /// What the recoverer of a process put right, such as `1 lock, 2 permits`; `-` for nothing.
    public static String mended(DeathView death) {
        String mended = Stream.of(
                        count(death.locks(), "lock"),
                        count(death.permits(), "permit"),
                        count(death.messages(), "message"),
                        count(death.chunks(), "chunk"),
                        count(death.tasks(), "batch"),
                        count(death.ends(), "end"),
                        count(death.regions(), "region"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return mended.isEmpty() ? "-" : mended;
    }

    private static String count(long number, String thing) {
        return number == 0 ? "" : Count.of(number, thing);
    }

    /// A process, such as `pid 4711 (dead)`.
    static String process(ProcessView process) {
        String state = process.state() == ProcessView.State.ALIVE ? "" : " (%s)".formatted(lower(process.state()));
        return "pid %s%s".formatted(process.pid(), state);
    }

    private static boolean anyAmiss(Stream<Holder> holders) {
        return holders.anyMatch(holder -> holder.process().state() != ProcessView.State.ALIVE);
    }

    private static String owner(Optional<Holder> holder, String held, String free) {
        return holder.map(by -> "%s pid %s (%s), thread %s%s"
                        .formatted(
                                held,
                                by.process().pid(),
                                by.process().name(),
                                by.thread(),
                                unusual(by.process())))
                .orElse(free);
    }

    private static String unusual(ProcessView process) {
        return process.state() == ProcessView.State.ALIVE ? "" : ", " + lower(process.state());
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

    private static String mark(boolean ownerDied) {
        return ownerDied ? ", an owner died inside" : "";
    }
}
