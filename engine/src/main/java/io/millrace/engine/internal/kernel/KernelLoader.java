package io.millrace.engine.internal.kernel;

import io.millrace.engine.KernelKind;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Loads the kernels that this process computes with, once, when they are first asked for.
///
/// To open the C library and to link its functions takes longer than a hundred small jobs in plain
/// Java. So a daemon thread loads what `AUTO` chooses, and until it has, [#ready] gives the kernels in
/// plain Java, whose results have the same bits. No other kind has such a stand-in: the first caller
/// loads it, and is told when it cannot be used.
public final class KernelLoader {
    private final KernelKind kind;
    private final Kernels standIn = new ScalarKernels();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable Kernels loaded;

    public KernelLoader(KernelKind kind) {
        this.kind = kind;
    }

    /// The kernels to compute with now: those of `AUTO` change once, from plain Java to what it chooses.
    ///
    /// @throws io.millrace.shm.MillraceException as [KernelChoice#resolve], unless the kind is `AUTO`
    public Kernels ready() {
        Kernels known = loaded;
        if (known != null) {
            return known;
        }
        return kind == KernelKind.AUTO && beginsElsewhere() ? standIn : loaded();
    }

    /// @return false when the system has no thread for it
    private boolean beginsElsewhere() {
        if (!begun.getAndSet(true)) {
            try {
                Thread.ofPlatform().daemon().name("millrace-kernels").start(this::loaded);
            } catch (OutOfMemoryError noThread) {
                begun.set(false);
                return false;
            }
        }
        return true;
    }

    /// The kernels of the kind; waits while a thread loads them.
    ///
    /// @throws io.millrace.shm.MillraceException as [KernelChoice#resolve]
    public synchronized Kernels loaded() {
        Kernels known = loaded;
        if (known == null) {
            known = KernelChoice.resolve(kind);
            loaded = known;
        }
        return known;
    }
}
