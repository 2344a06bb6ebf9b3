package io.millrace.engine.internal.task;

import org.jspecify.annotations.Nullable;

/// A queue of calls, linked through the calls themselves: to add a call takes no memory, so no call is lost
/// when there is none left. A call is in the queue at most once. Guarded by the scheduler's lock.
final class CallChain {
    private @Nullable Link first;
    private @Nullable Link last;

    /// The node of one call in one chain.
    static final class Link {
        final TaskCall call;
        private @Nullable Link next;
        private boolean isIn;

        Link(TaskCall call) {
            this.call = call;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    /// Adds a call at the end, unless it is in the chain.
    void add(Link link) {
        if (link.isIn) {
            return;
        }
        link.isIn = true;
        if (last == null) {
            first = link;
        } else {
            last.next = link;
        }
        last = link;
    }

    /// The first one, which stays.
    @Nullable TaskCall peek() {
        return first == null ? null : first.call;
    }

    /// Takes the first one out; null when there is none.
    @Nullable TaskCall poll() {
        Link link = first;
        if (link == null) {
            return null;
        }
        first = link.next;
        if (first == null) {
            last = null;
        }
        link.next = null;
        link.isIn = false;
        return link.call;
    }
}
