package io.millrace.shm.internal.flow;

import io.millrace.shm.internal.flow.Source.Element;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hands the elements of a source to one subscriber, in a virtual thread of its own, which makes all calls
/// of the subscriber.
///
/// ```text
///   onSubscribe ──▶ wait for demand ──▶ wait for an element ──▶ onNext ──▶ done
///                        ▲                                                 │
///                        └─────────────────────────────────────────────────┘
/// ```
///
/// The thread sleeps while there is no demand, and while the source has no element; `cancel` and a wrong
/// `request` interrupt the second wait, and nothing else: code of the subscriber is never interrupted. The
/// monitor guards the fields. The rules that the comments number are those of Reactive Streams 1.0.4.
public final class SourceSubscription<T extends @Nullable Object> implements Subscription {
    private long demand;
    private boolean cancelled;
    private @Nullable IllegalArgumentException wrongDemand;
    private @Nullable Thread waiting;

    private SourceSubscription() {}

    /// Begins a subscription. The thread alone holds the subscriber, until the subscription has ended (3.13).
    ///
    /// @param opening gives the source, or throws what `onError` shall tell
    /// @param name of the thread
    public static <T extends @Nullable Object> void start(
            Supplier<Source<T>> opening, Subscriber<? super T> subscriber, String name) {
        SourceSubscription<T> subscription = new SourceSubscription<>();
        Thread.ofVirtual().name(name).start(() -> subscription.run(opening, subscriber));
    }

    @Override
    public synchronized void request(long count) {
        if (count <= 0) { // 3.9
            wrongDemand = new IllegalArgumentException(
                    "demand must be positive (rule 3.9 of Reactive Streams): count=" + count);
            wake();
        } else {
            demand = demand > Long.MAX_VALUE - count ? Long.MAX_VALUE : demand + count; // 3.17: endless
            notifyAll();
        }
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        wake();
    }

    private void wake() {
        notifyAll();
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    private void run(Supplier<Source<T>> opening, Subscriber<? super T> target) {
        target.onSubscribe(this);
        Source<T> source;
        try {
            source = opening.get();
        } catch (RuntimeException refused) {
            end(target, refused);
            return;
        }
        try {
            serve(source, target);
        } finally {
            source.close();
        }
    }

    private void serve(Source<T> source, Subscriber<? super T> target) {
        Element<T> element = null;
        try {
            while (awaitDemand()) {
                element = next(source);
                if (element == null) {
                    break;
                }
                target.onNext(element.value());
                Element<T> given = element;
                element = null;
                given.done();
            }
        } catch (RuntimeException failure) {
            if (element == null) {
                end(target, failure);
                return;
            }
            throw failure; // 2.13: the subscriber threw, which cancels
        } finally {
            if (element != null) {
                element.giveBack();
            }
        }
        end(target, null);
    }

    /// @return whether there is demand; false when the subscription is over
    private synchronized boolean awaitDemand() {
        while (demand == 0 && !isOver()) {
            try {
                wait();
            } catch (InterruptedException leftByTheSubscriber) {
                // nobody else interrupts this thread here
            }
        }
        return !isOver();
    }

    private boolean isOver() {
        return cancelled || wrongDemand != null;
    }

    /// @return null when the source has ended or the subscription is over
    private @Nullable Element<T> next(Source<T> source) {
        Element<T> element = null;
        try {
            if (!setWaiting(true)) {
                return null;
            }
            element = source.next();
        } catch (InterruptedException over) {
            return null;
        } finally {
            setWaiting(false);
        }
        return element == null || take() ? element : givenBack(element);
    }

    /// @return false when the subscription is over
    private synchronized boolean setWaiting(boolean begins) {
        waiting = begins ? Thread.currentThread() : null;
        Thread.interrupted(); // left by the subscriber, or meant for the wait that has ended
        return !isOver();
    }

    /// Uses up demand, unless the subscription is over.
    private synchronized boolean take() {
        if (!isOver() && demand != Long.MAX_VALUE) {
            demand--;
        }
        return !isOver();
    }

    private @Nullable Element<T> givenBack(Element<T> element) {
        element.giveBack();
        return null;
    }

    private void end(Subscriber<? super T> target, @Nullable RuntimeException failure) {
        IllegalArgumentException wrong;
        synchronized (this) {
            if (cancelled) { // 1.8
                return;
            }
            cancelled = true;
            wrong = wrongDemand;
        }
        if (wrong != null || failure != null) {
            target.onError(wrong != null ? wrong : failure);
        } else {
            target.onComplete();
        }
    }
}
