package io.millrace.shm.internal.process;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.TooManyProcessesException;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.FileHeader;
import io.millrace.shm.internal.layout.LockBytes;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.os.Descriptor;
import io.millrace.shm.internal.os.Descriptor.Access;
import io.millrace.shm.internal.os.OfdLock;
import io.millrace.shm.internal.os.OwnProcess;
import io.millrace.shm.internal.wait.Pause;
import io.millrace.shm.view.DeathView;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One process slot, held by the lock of this attachment's open file description on the byte of the
/// slot. Slot 0 is an observer, which holds nothing and changes nothing.
///
/// **Death.** The kernel releases the byte. The process that locks it next sweeps the slot and
/// makes it `FREE`. Before the byte was taken nothing was changed. After that the word of the slot
/// may be in any phase; the sweep does not depend on it.
public final class ProcessSlotHolder implements AutoCloseable {
    private static final Duration MUTEX_TIMEOUT = Duration.ofSeconds(10);
    private static final int SLOTS_PER_LOOK = 16;

    private final MemorySegment file;
    private final Descriptor descriptor;
    private final List<Sweeper> sweepers;
    private final FileMutex directoryMutex;
    private final ReentrantLock recovery = new ReentrantLock();
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();
    private final boolean ownsDescriptor;
    private final DeathLog deathLog;
    private volatile int slot;
    private volatile int recovering;
    private boolean closed;
    /// The slot that `recoverSomeDead` looked at last; only the one thread that calls it uses this
    /// field.
    private int lookedAt;

    /// The role and name that a process has in its slot.
    public record Identity(String role, String name) {}

    private ProcessSlotHolder(MappedFile mapped, Descriptor descriptor, List<Sweeper> sweepers) {
        file = mapped.memory();
        this.descriptor = descriptor;
        this.sweepers = List.copyOf(sweepers);
        deathLog = new DeathLog(file);
        ownsDescriptor = descriptor != mapped.descriptor();
        directoryMutex = new FileMutex(descriptor, LockBytes.DIRECTORY);
    }

    /// An observer of the file.
    public static ProcessSlotHolder observe(MappedFile mapped) {
        return new ProcessSlotHolder(mapped, mapped.descriptor(), List.of());
    }

    /// Takes slot 1 of a file that has no name yet.
    public static ProcessSlotHolder create(MappedFile mapped, List<Sweeper> sweepers, Identity identity) {
        ProcessSlotHolder slotHolder = new ProcessSlotHolder(mapped, mapped.descriptor(), sweepers);
        slotHolder.take(identity);
        slotHolder.becomeLive();
        return slotHolder;
    }

    /// Takes a slot of a named file. It throws `FileReplaced` if the path no longer names the file,
    /// because a sweep removed it meanwhile.
    public static ProcessSlotHolder join(MappedFile mapped, List<Sweeper> sweepers, Identity identity)
            throws FileReplaced {
        ProcessSlotHolder slotHolder = new ProcessSlotHolder(mapped, mapped.descriptor(), sweepers);
        slotHolder.awaitRemoval();
        try {
            slotHolder.take(identity);
            if (!mapped.isReachable()) {
                slotHolder.leave();
                throw new FileReplaced();
            }
            slotHolder.becomeLive();
        } finally {
            OfdLock.release(slotHolder.descriptor, LockBytes.GATE, 1);
        }
        CrashPoint.hit("join.gatePassed");
        return slotHolder;
    }

    /// Takes one more slot of a file that this process is attached to, with another open file
    /// description.
    public static ProcessSlotHolder joinAgain(MappedFile mapped, List<Sweeper> sweepers, Identity identity) {
        Descriptor reopened = mapped.descriptor().reopen(Access.READ_WRITE);
        ProcessSlotHolder slotHolder = new ProcessSlotHolder(mapped, reopened, sweepers);
        try {
            slotHolder.take(identity);
            slotHolder.becomeLive();
            return slotHolder;
        } catch (RuntimeException | Error failure) {
            slotHolder.descriptor.close();
            throw failure;
        }
    }

    /// The file was swept between opening and joining.
    public static final class FileReplaced extends Exception {
        private static final long serialVersionUID = 1L;

        private FileReplaced() {
            super("the path no longer names the file", null, false, false);
        }
    }

    private void awaitRemoval() {
        Pause pause = Pause.atMost(MUTEX_TIMEOUT);
        while (!OfdLock.tryShared(descriptor, LockBytes.GATE)) {
            if (!pause.next()) {
                throw new FileAccessException("another process is removing the file and does not go on: waited="
                        + MUTEX_TIMEOUT + "; resume it (SIGCONT) or end it");
            }
        }
        CrashPoint.hit("join.gate");
    }

    private void take(Identity identity) {
        if (!takeFreeByte()) {
            recoverDead();
            if (!takeFreeByte()) {
                throw new TooManyProcessesException("all process slots are held by living processes: slots="
                        + ProcessSlot.COUNT + "; end some");
            }
        }
        CrashPoint.hit("join.byte");
        sweepLeftovers();
        MemorySegment own = ProcessSlot.of(file, slot);
        OwnProcess process = OwnProcess.current();
        ProcessSlot.clearSweepers(own);
        ProcessSlot.plain(own, "pid", process.pid());
        ProcessSlot.plain(own, "startTicks", process.startTicks());
        ProcessSlot.plain(own, "pidNamespace", process.pidNamespace());
        ProcessSlot.plain(own, "attachedAt", System.currentTimeMillis());
        ProcessSlot.text(own, "role", identity.role());
        ProcessSlot.text(own, "name", identity.name().isEmpty() ? process.name() : identity.name());
        ProcessSlot.phaseRelease(own, ProcessSlot.JOINING);
        CrashPoint.hit("join.joining");
    }

    /// Sweeps a slot that was free. A free slot owns nothing, unless the file was damaged; after
    /// the sweep no word names this slot, so no thread waits for it in vain.
    private void sweepLeftovers() {
        for (Sweeper sweeper : sweepers) {
            if (sweeper.bit() == 0) {
                sweeper.sweep(this, slot);
            }
        }
    }

    private boolean takeFreeByte() {
        for (int candidate = 1; candidate <= ProcessSlot.COUNT; candidate++) {
            if (isFree(candidate) && OfdLock.tryExclusive(descriptor, LockBytes.ofSlot(candidate), 1)) {
                if (isFree(candidate)) {
                    slot = candidate;
                    return true;
                }
                OfdLock.release(descriptor, LockBytes.ofSlot(candidate), 1);
            }
        }
        return false;
    }

    /// Makes the slot live. This process has opened nothing yet, so it acknowledges all drops so
    /// far.
    private void becomeLive() {
        MemorySegment own = ProcessSlot.of(file, slot);
        acknowledge(FileHeader.dropEpochAcquire(file));
        ProcessSlot.phaseRelease(own, ProcessSlot.LIVE);
        CrashPoint.hit("join.live");
    }

    /// 1 to 1023; 0 for an observer.
    public int slot() {
        return slot;
    }

    /// The mutex for changes of the directory.
    public FileMutex directoryMutex() {
        return directoryMutex;
    }

    /// Whether nothing of an owner is left in the slot: it never had one, it left, or it died and was swept.
    public boolean isFree(int candidate) {
        return phase(candidate) == ProcessSlot.FREE;
    }

    private long phase(int candidate) {
        return ProcessSlot.phaseAcquire(file, candidate);
    }

    /// Whether the byte of the slot is held, by its owner or by its recoverer. A slot that this
    /// attachment is recovering counts as dead; its own slot counts as alive.
    public boolean isAlive(int candidate) {
        if (candidate == slot) {
            return true;
        }
        return candidate >= 1
                && candidate <= ProcessSlot.COUNT
                && candidate != recovering
                && OfdLock.isHeldByAnother(descriptor, LockBytes.ofSlot(candidate));
    }

    /// If the owner of the slot is dead, takes the byte, runs all sweepers and frees the slot.
    /// Returns whether the slot is free afterwards. If the slot needs a sweeper that this process
    /// does not have, this process sweeps a part and leaves the rest to other processes.
    public boolean recover(int dead) {
        if (dead == slot || slot == 0 && sweepers.isEmpty()) {
            return false;
        }
        recovery.lock();
        try {
            if (recovering == dead || !OfdLock.tryExclusive(descriptor, LockBytes.ofSlot(dead), 1)) {
                return isFree(dead);
            }
            int outer = recovering;
            long outerMended = deathLog.begin();
            recovering = dead;
            try {
                return sweep(dead);
            } finally {
                recovering = outer;
                deathLog.end(outerMended);
                OfdLock.release(descriptor, LockBytes.ofSlot(dead), 1);
            }
        } finally {
            recovery.unlock();
        }
    }

    private boolean sweep(int dead) {
        CrashPoint.hit("recover.byte");
        MemorySegment deadSlot = ProcessSlot.of(file, dead);
        boolean logged = isFree(dead); // by another recoverer, since the caller saw the dead owner
        long missing = ProcessSlot.sweepersAcquire(deadSlot);
        for (Sweeper sweeper : sweepers) {
            sweeper.sweep(this, dead);
            missing &= ~sweeper.bit();
        }
        CrashPoint.hit("recover.swept");
        if (!logged) {
            deathLog.log(dead, missing == 0);
        }
        if (missing != 0) {
            return false;
        }
        ProcessSlot.clearSweepers(deadSlot);
        ProcessSlot.phaseRelease(deadSlot, ProcessSlot.FREE);
        CrashPoint.hit("recover.freed");
        return true;
    }

    /// Counts, for the log of deaths, what this process put right of the slot that it recovers.
    public void mended(int dead, BitField what, long count) {
        if (dead == recovering && recovery.isHeldByCurrentThread()) {
            deathLog.mended(what, count);
        }
    }

    /// The last deaths in the file, the oldest first.
    public List<DeathView> deaths() {
        return deathLog.read();
    }

    /// Recovers all slots in use whose owners are dead.
    public void recoverDead() {
        for (int candidate = 1; candidate <= ProcessSlot.COUNT; candidate++) {
            if (!isFree(candidate) && !isAlive(candidate)) {
                recover(candidate);
            }
        }
    }

    /// As `recoverDead`, but asks the kernel about a few living slots only, and about the next few
    /// at the next call. Every process calls this ten times a second, so the cost of all processes
    /// must not grow with the square of their number. Only one thread may call it.
    public void recoverSomeDead() {
        int asked = 0;
        for (int step = 0; step < ProcessSlot.COUNT && asked < SLOTS_PER_LOOK; step++) {
            lookedAt = lookedAt % ProcessSlot.COUNT + 1;
            if (lookedAt != slot && !isFree(lookedAt)) {
                if (isAlive(lookedAt)) {
                    asked++;
                } else {
                    recover(lookedAt);
                }
            }
        }
    }

    /// Marks that this slot uses a part of the file that only sweepers of those bits can clean up.
    /// It throws `IllegalStateException` if this process has no such sweeper: no process could
    /// sweep its slot after its death.
    public void needsSweeper(long bits) {
        long known = 0;
        for (Sweeper sweeper : sweepers) {
            known |= sweeper.bit();
        }
        if ((bits & ~known) != 0) {
            throw new IllegalStateException("this program has a part of Millrace but not its sweeper (bits 0x"
                    + Long.toHexString(bits & ~known)
                    + "); if the jars of Millrace were packed into one, merge their META-INF/services files");
        }
        ProcessSlot.addSweepers(ProcessSlot.of(file, slot), bits);
    }

    /// Whether `needsSweeper` was called with some of those bits.
    public boolean mayHold(long bits) {
        return slot != 0 && (ProcessSlot.sweepersAcquire(ProcessSlot.of(file, slot)) & bits) != 0;
    }

    /// Acknowledges that this slot has closed everything that was dropped up to `epoch`. It returns
    /// false, and acknowledges nothing, once the slot was given back.
    public synchronized boolean acknowledge(long epoch) {
        if (!closed && slot != 0) {
            ProcessSlot.acknowledgedRelease(ProcessSlot.of(file, slot), epoch);
        }
        return !closed;
    }

    /// Whether every living process has closed everything dropped up to `epoch`.
    public boolean isAcknowledgedByAll(long epoch) {
        for (int other = 1; other <= ProcessSlot.COUNT; other++) {
            if (phase(other) == ProcessSlot.LIVE
                    && ProcessSlot.acknowledgedAcquire(ProcessSlot.of(file, other)) < epoch
                    && isAlive(other)) {
                return false;
            }
        }
        return true;
    }

    /// Keeps the bytes of the region in that row from being reused for as long as the descriptor of
    /// the file is open.
    public void holdBytes(int row) {
        OfdLock.tryShared(descriptor, LockBytes.ofViews(row)); // no process locks it exclusively
        held.add(row);
    }

    /// Whether a living process holds the bytes of the region in that row, even one that gave its
    /// slot back.
    public boolean areBytesHeld(int row) {
        return held.contains(row) || OfdLock.isHeldByAnother(descriptor, LockBytes.ofViews(row));
    }

    /// The words of a slot.
    MemorySegment words(int other) {
        return ProcessSlot.of(file, other);
    }

    /// The owner of the slot, dead or alive, as the slot describes it.
    public ProcessInfo info(int other) {
        MemorySegment segment = ProcessSlot.of(file, other);
        String name = ProcessSlot.text(segment, "name");
        boolean foreign = isForeign(other);
        return new ProcessInfo(
                other,
                ProcessSlot.plain(segment, "pid"),
                foreign ? name + " (of another PID namespace)" : name,
                ProcessSlot.text(segment, "role"),
                Instant.ofEpochMilli(ProcessSlot.plain(segment, "attachedAt")));
    }

    /// Whether the pid in that slot belongs to another PID namespace: here it names another
    /// process, or none.
    public boolean isForeign(int other) {
        return ProcessSlot.plain(ProcessSlot.of(file, other), "pidNamespace") != OwnNamespace.NUMBER;
    }

    /// The processes that are attached now.
    public List<ProcessInfo> living() {
        List<ProcessInfo> living = new ArrayList<>();
        for (int other = 1; other <= ProcessSlot.COUNT; other++) {
            if (phase(other) == ProcessSlot.LIVE && isAlive(other)) {
                living.add(info(other));
            }
        }
        return living;
    }

    /// Gives the slot back. The file must still be mapped. A second call does nothing.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (slot != 0) {
                leave();
            }
            if (ownsDescriptor) {
                descriptor.close();
            }
        }
    }

    private void leave() {
        MemorySegment own = ProcessSlot.of(file, slot);
        ProcessSlot.phaseRelease(own, ProcessSlot.LEAVING);
        CrashPoint.hit("leave.leaving");
        ProcessSlot.clearSweepers(own);
        ProcessSlot.phaseRelease(own, ProcessSlot.FREE);
        CrashPoint.hit("leave.freed");
        OfdLock.release(descriptor, LockBytes.ofSlot(slot), 1);
    }

    /// The PID namespace of this process, looked up once.
    private static final class OwnNamespace {
        static final long NUMBER = OwnProcess.current().pidNamespace();
    }
}
