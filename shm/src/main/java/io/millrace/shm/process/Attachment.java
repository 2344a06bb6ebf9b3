package io.millrace.shm.process;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.TooManyProcessesException;
import io.millrace.shm.file.MappedFile;
import io.millrace.shm.layout.FileHeader;
import io.millrace.shm.layout.LockBytes;
import io.millrace.shm.layout.ProcessSlot;
import io.millrace.shm.os.CrashPoint;
import io.millrace.shm.os.Descriptor;
import io.millrace.shm.os.OfdLock;
import io.millrace.shm.os.OwnProcess;
import io.millrace.shm.os.Pause;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One process slot, held by the lock of this attachment's file description on the slot's byte.
/// Slot 0 is an observer, which holds nothing and changes nothing.
///
/// **Death.** The kernel lets go of the byte; whoever takes it sweeps the slot and makes it `FREE`.
/// Before the byte is taken nothing was changed; from then on the slot's word may be any phase, and
/// the sweep does not depend on it.
public final class Attachment implements AutoCloseable {
    private static final Duration GATE_PATIENCE = Duration.ofSeconds(10);
    private static final int FEW = 16;

    private final MemorySegment file;
    private final Descriptor descriptor;
    private final List<Sweeper> sweepers;
    private final Gate directoryGate;
    private final ReentrantLock recovery = new ReentrantLock();
    private final Set<Integer> held = ConcurrentHashMap.newKeySet();
    private final boolean ownsDescriptor;
    private volatile int slot;
    private volatile int recovering;
    private boolean closed;
    /// Of the one thread that calls `recoverSomeDead`: the slot it looked at last.
    private int lookedAt;

    /// Who joins.
    public record Identity(String role, String name) {}

    private Attachment(MappedFile mapped, Descriptor descriptor, List<Sweeper> sweepers) {
        file = mapped.memory();
        this.descriptor = descriptor;
        this.sweepers = List.copyOf(sweepers);
        ownsDescriptor = descriptor != mapped.descriptor();
        directoryGate = new Gate(descriptor, LockBytes.DIRECTORY);
    }

    /// Looks without touching.
    public static Attachment observe(MappedFile mapped) {
        return new Attachment(mapped, mapped.descriptor(), List.of());
    }

    /// Takes slot 1 of a file that has no name yet.
    public static Attachment create(MappedFile mapped, List<Sweeper> sweepers, Identity identity) {
        Attachment attachment = new Attachment(mapped, mapped.descriptor(), sweepers);
        attachment.take(identity);
        attachment.becomeLive();
        return attachment;
    }

    /// Takes a slot of a named file. `FileReplaced` when the path no longer names it: somebody
    /// swept it meanwhile.
    public static Attachment join(MappedFile mapped, List<Sweeper> sweepers, Identity identity) throws FileReplaced {
        Attachment attachment = new Attachment(mapped, mapped.descriptor(), sweepers);
        attachment.passGate();
        try {
            attachment.take(identity);
            if (!mapped.isNamed()) {
                attachment.leave();
                throw new FileReplaced();
            }
            attachment.becomeLive();
        } finally {
            OfdLock.release(attachment.descriptor, LockBytes.GATE, 1);
        }
        CrashPoint.hit("join.gatePassed");
        return attachment;
    }

    /// Takes one more slot of a file that this process is attached to, with a file description of
    /// its own.
    public static Attachment joinAgain(MappedFile mapped, List<Sweeper> sweepers, Identity identity) {
        Attachment attachment = new Attachment(mapped, mapped.descriptor().reopen(), sweepers);
        try {
            attachment.take(identity);
            attachment.becomeLive();
            return attachment;
        } catch (RuntimeException | Error failure) {
            attachment.descriptor.close();
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

    private void passGate() {
        Pause pause = Pause.atMost(GATE_PATIENCE);
        while (!OfdLock.tryShared(descriptor, LockBytes.GATE)) {
            if (!pause.next()) {
                throw new FileAccessException("another process is removing the file and does not go on: waited="
                        + GATE_PATIENCE + "; resume it (SIGCONT) or end it");
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
        sweepers.forEach(sweeper -> sweepLeftovers(sweeper));
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

    /// A free slot owns nothing, unless the file was damaged: then nothing may wait for this slot
    /// in vain.
    private void sweepLeftovers(Sweeper sweeper) {
        if (sweeper.bit() == 0) {
            sweeper.sweep(this, slot);
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

    /// Nothing that was dropped so far can be open here, so all of it is acknowledged.
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

    /// What only one process at a time may do with the directory.
    public Gate directoryGate() {
        return directoryGate;
    }

    private boolean isFree(int candidate) {
        return phase(candidate) == ProcessSlot.FREE;
    }

    private long phase(int candidate) {
        return ProcessSlot.PHASE.get(ProcessSlot.stateAcquire(ProcessSlot.of(file, candidate)));
    }

    /// Whether the slot's byte is held, by its owner or by who recovers it. What this attachment
    /// recovers itself is dead; its own slot is alive.
    public boolean isAlive(int candidate) {
        if (candidate == slot) {
            return true;
        }
        return candidate >= 1
                && candidate <= ProcessSlot.COUNT
                && candidate != recovering
                && OfdLock.isHeldByAnother(descriptor, LockBytes.ofSlot(candidate));
    }

    /// If the slot's owner is dead: takes its byte, lets all sweepers run, frees it. True when the
    /// slot is free afterwards. A slot that needs a sweeper this process does not have is swept in
    /// part and left to others.
    public boolean recover(int dead) {
        if (dead == slot || slot == 0 && ownsNothing()) {
            return false;
        }
        recovery.lock();
        try {
            if (recovering == dead || !OfdLock.tryExclusive(descriptor, LockBytes.ofSlot(dead), 1)) {
                return isFree(dead);
            }
            int outer = recovering;
            recovering = dead;
            try {
                return sweep(dead);
            } finally {
                recovering = outer;
                OfdLock.release(descriptor, LockBytes.ofSlot(dead), 1);
            }
        } finally {
            recovery.unlock();
        }
    }

    /// Whether this is an observer, which has no sweepers.
    private boolean ownsNothing() {
        return sweepers.isEmpty();
    }

    private boolean sweep(int dead) {
        CrashPoint.hit("recover.byte");
        MemorySegment deadSlot = ProcessSlot.of(file, dead);
        long missing = ProcessSlot.sweepersAcquire(deadSlot);
        for (Sweeper sweeper : sweepers) {
            sweeper.sweep(this, dead);
            missing &= ~sweeper.bit();
        }
        CrashPoint.hit("recover.swept");
        if (missing != 0) {
            return false;
        }
        ProcessSlot.clearSweepers(deadSlot);
        ProcessSlot.phaseRelease(deadSlot, ProcessSlot.FREE);
        CrashPoint.hit("recover.freed");
        return true;
    }

    /// Recovers all slots in use whose owners are dead.
    public void recoverDead() {
        for (int candidate = 1; candidate <= ProcessSlot.COUNT; candidate++) {
            if (!isFree(candidate) && !isAlive(candidate)) {
                recover(candidate);
            }
        }
    }

    /// As `recoverDead`, but asks the kernel about a few of the living only, and about the next ones the next time: what
    /// every process does ten times a second must not cost the square of their number. For one thread.
    public void recoverSomeDead() {
        int asked = 0;
        for (int step = 0; step < ProcessSlot.COUNT && asked < FEW; step++) {
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

    /// Marks that this slot uses a part of the file that only sweepers of those bits can clean up
    /// after it. `IllegalStateException` when this process itself has no such sweeper: its dead would stay unswept.
    public void needsSweeper(long bits) {
        long known = sweepers.stream().mapToLong(Sweeper::bit).reduce(0, (all, bit) -> all | bit);
        if ((bits & ~known) != 0) {
            throw new IllegalStateException("this program has a part of Millrace but not its sweeper (bits 0x"
                    + Long.toHexString(bits & ~known)
                    + "): whoever packs Millrace's jars into one has to merge their META-INF/services files");
        }
        ProcessSlot.addSweepers(ProcessSlot.of(file, slot), bits);
    }

    /// Whether `needsSweeper` was called with some of those bits.
    public boolean mayHold(long bits) {
        return slot != 0 && (ProcessSlot.sweepersAcquire(ProcessSlot.of(file, slot)) & bits) != 0;
    }

    /// Says that this slot has closed everything dropped up to `epoch`; false, saying nothing, once
    /// it was given back.
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

    /// Keeps the bytes of the region in that row from being used again for as long as the file's
    /// descriptor is open.
    public void holdBytes(int row) {
        OfdLock.tryShared(descriptor, LockBytes.ofViews(row)); // nobody takes it exclusively
        held.add(row);
    }

    /// Whether some living process, also one that gave its slot back, holds the bytes of that row.
    public boolean areBytesHeld(int row) {
        return held.contains(row) || OfdLock.isHeldByAnother(descriptor, LockBytes.ofViews(row));
    }

    /// What the slot says of its owner, dead or alive.
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

    /// Whether that slot's pid is of another PID namespace: here it means another process, or none.
    public boolean isForeign(int other) {
        return ProcessSlot.plain(ProcessSlot.of(file, other), "pidNamespace") != OwnNamespace.NUMBER;
    }

    /// Those who are attached now.
    public List<ProcessInfo> living() {
        List<ProcessInfo> living = new ArrayList<>();
        for (int other = 1; other <= ProcessSlot.COUNT; other++) {
            if (phase(other) == ProcessSlot.LIVE && isAlive(other)) {
                living.add(info(other));
            }
        }
        return living;
    }

    /// Gives the slot back. The file must still be mapped. Does nothing the second time.
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

    /// Looked up once.
    private static final class OwnNamespace {
        static final long NUMBER = OwnProcess.current().pidNamespace();
    }
}
