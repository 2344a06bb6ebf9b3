package io.millrace.shm.internal.wait;

import io.millrace.shm.Waitable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Leads from a [Waitable], which shows users nothing, to its [WaitSource]. Each class of them registers when it is
/// initialized, which is before there are objects of it.
public final class WaitSources {
    private static final Map<Class<?>, Function<Object, WaitSource>> OF_CLASS = new ConcurrentHashMap<>();

    private WaitSources() {}

    /// Says how to make a source, for one wait, of objects of that class.
    public static <W extends Waitable> void register(Class<W> type, Function<? super W, WaitSource> source) {
        OF_CLASS.put(type, waitable -> source.apply(type.cast(waitable)));
    }

    /// A source for a wait that begins now.
    ///
    /// @throws IllegalArgumentException its class did not register
    public static WaitSource of(Waitable waitable) {
        Function<Object, WaitSource> source = OF_CLASS.get(waitable.getClass());
        if (source == null) {
            throw new IllegalArgumentException(
                    "nobody can wait for it: class=%s; give queues, connections, subscribers, events, jobs or processes"
                            .formatted(waitable.getClass().getName()));
        }
        return source.apply(waitable);
    }
}
