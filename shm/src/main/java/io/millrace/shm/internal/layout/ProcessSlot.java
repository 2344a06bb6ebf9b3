package io.millrace.shm.internal.layout;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/// One attached process. 128 bytes: no slot shares a cache line with another.
///
/// | field              | offset | bytes | written by      | order                        |
/// |--------------------|-------:|------:|-----------------|------------------------------|
/// | `state`            |      0 |     8 | holder of byte  | release; readers acquire     |
/// | `pid`              |      8 |     8 | owner           | plain, before `state`        |
/// | `startTicks`       |     16 |     8 | owner           | plain, before `state`        |
/// | `pidNamespace`     |     24 |     8 | owner           | plain, before `state`        |
/// | `attachedAt`       |     32 |     8 | owner           | plain, before `state`        |
/// | `sweepers`         |     40 |     8 | owner           | volatile or                  |
/// | `dropAcknowledged` |     48 |     8 | owner           | release; readers acquire     |
/// | `role`             |     56 |    16 | owner           | plain, before `state`        |
/// | `name`             |     72 |    56 | owner           | plain, before `state`        |
///
/// Bits of `state`:
///
/// | bits    | first | bits |
/// |---------|------:|-----:|
/// | `phase` |     0 |    3 |
/// | `joins` |     3 |   61 |
///
/// ```text
///   FREE ──▶ JOINING ──▶ LIVE ──▶ LEAVING ──▶ FREE        each step by the holder of the slot's byte
///     ▲          │         │         │
///     └──────────┴─────────┴─────────┘                   recovery, holding the byte of the dead
/// ```
///
/// `joins` counts the uses of the slot. The slot does not say whether the owner lives: the lock
/// on its byte does. The bits of `sweepers` are those of [SweeperBits].
public final class ProcessSlot {
    /// Slots of a file, numbered from 1.
    public static final int COUNT = 1023;

    /// `phase`: the slot is free.
    public static final long FREE = 0;
    /// `phase`: its owner writes the fields.
    public static final long JOINING = 1;
    /// `phase`: in use.
    public static final long LIVE = 2;
    /// `phase`: its owner frees it.
    public static final long LEAVING = 3;

    /// Bits of `state`: the phase.
    public static final BitField PHASE = new BitField("phase", 0, 3);
    /// Bits of `state`: how often the slot was taken.
    public static final BitField JOINS = new BitField("joins", 3, 61);

    static final List<BitField> FIELDS = List.of(PHASE, JOINS);

    /// The picture above.
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            Words.LONG.withName("state"),
            Words.LONG.withName("pid"),
            Words.LONG.withName("startTicks"),
            Words.LONG.withName("pidNamespace"),
            Words.LONG.withName("attachedAt"),
            Words.LONG.withName("sweepers"),
            Words.LONG.withName("dropAcknowledged"),
            Words.bytes(16, "role"),
            Words.bytes(56, "name"));

    private static final VarHandle STATE = handle("state");
    private static final VarHandle SWEEPERS = handle("sweepers");
    private static final VarHandle ACKNOWLEDGED = handle("dropAcknowledged");

    private ProcessSlot() {}

    private static VarHandle handle(String name) {
        return LAYOUT.varHandle(PathElement.groupElement(name)).withInvokeExactBehavior();
    }

    /// The slot's bytes in a segment that begins with the file.
    public static MemorySegment of(MemorySegment file, int slot) {
        return file.asSlice(Geometry.SLOT_OFFSET + (slot - 1) * LAYOUT.byteSize(), LAYOUT.byteSize());
    }

    /// The state word.
    public static long stateAcquire(MemorySegment slot) {
        return (long) STATE.getAcquire(slot, 0L);
    }

    /// Changes the phase, and counts one more use when the phase is `JOINING`. Only for the holder
    /// of the byte of the slot.
    public static void phaseRelease(MemorySegment slot, long phase) {
        long word = stateAcquire(slot);
        long joins = JOINS.get(word) + (phase == JOINING ? 1 : 0);
        STATE.setRelease(slot, 0L, JOINS.set(PHASE.set(0, phase), joins));
    }

    /// A plain field of eight bytes: `pid`, `startTicks`, `pidNamespace` or `attachedAt`.
    public static long plain(MemorySegment slot, String field) {
        return slot.get(Words.LONG, LAYOUT.byteOffset(PathElement.groupElement(field)));
    }

    /// Stores such a field, before `state`.
    public static void plain(MemorySegment slot, String field, long value) {
        slot.set(Words.LONG, LAYOUT.byteOffset(PathElement.groupElement(field)), value);
    }

    /// `role` or `name`.
    public static String text(MemorySegment slot, String field) {
        return Text.read(slot.asSlice(
                LAYOUT.byteOffset(PathElement.groupElement(field)),
                LAYOUT.select(PathElement.groupElement(field)).byteSize()));
    }

    /// Stores such a text, before `state`.
    public static void text(MemorySegment slot, String field, String value) {
        Text.write(
                slot.asSlice(
                        LAYOUT.byteOffset(PathElement.groupElement(field)),
                        LAYOUT.select(PathElement.groupElement(field)).byteSize()),
                value);
    }

    /// Which recoverers must have swept the slot before it is free.
    public static long sweepersAcquire(MemorySegment slot) {
        return (long) SWEEPERS.getAcquire(slot, 0L);
    }

    /// Adds bits to `sweepers`.
    public static void addSweepers(MemorySegment slot, long bits) {
        long ignored = (long) SWEEPERS.getAndBitwiseOr(slot, 0L, bits);
    }

    /// Sets `sweepers` to none.
    public static void clearSweepers(MemorySegment slot) {
        SWEEPERS.setVolatile(slot, 0L, 0L);
    }

    /// Up to which drop epoch the owner has closed all dropped regions.
    public static long acknowledgedAcquire(MemorySegment slot) {
        return (long) ACKNOWLEDGED.getAcquire(slot, 0L);
    }

    /// Stores that all regions dropped up to `epoch` are closed.
    public static void acknowledgedRelease(MemorySegment slot, long epoch) {
        ACKNOWLEDGED.setRelease(slot, 0L, epoch);
    }
}
