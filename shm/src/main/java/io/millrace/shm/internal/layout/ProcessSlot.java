package io.millrace.shm.internal.layout;

import java.lang.foreign.MemorySegment;
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
    public static final Struct LAYOUT = Struct.builder()
            .longs("state", "pid", "startTicks", "pidNamespace", "attachedAt", "sweepers", "dropAcknowledged")
            .bytes(16, "role")
            .bytes(56, "name")
            .build();

    private static final long BYTE_SIZE = LAYOUT.byteSize();
    private static final long STATE = LAYOUT.offset("state");
    private static final long SWEEPERS = LAYOUT.offset("sweepers");
    private static final long ACKNOWLEDGED = LAYOUT.offset("dropAcknowledged");

    private ProcessSlot() {}

    /// The slot's bytes in a segment that begins with the file.
    public static MemorySegment of(MemorySegment file, int slot) {
        return file.asSlice(offset(slot), BYTE_SIZE);
    }

    private static long offset(int slot) {
        return Geometry.SLOT_OFFSET + (slot - 1) * BYTE_SIZE;
    }

    /// The state word.
    public static long stateAcquire(MemorySegment slot) {
        return (long) Words.LONGS.getAcquire(slot, STATE);
    }

    /// The phase of a slot in a segment that begins with the file; for searches, so it makes no object.
    public static long phaseAcquire(MemorySegment file, int slot) {
        return PHASE.get((long) Words.LONGS.getAcquire(file, offset(slot) + STATE));
    }

    /// Changes the phase, and counts one more use when the phase is `JOINING`. Only for the holder
    /// of the byte of the slot.
    public static void phaseRelease(MemorySegment slot, long phase) {
        long word = stateAcquire(slot);
        long joins = JOINS.get(word) + (phase == JOINING ? 1 : 0);
        Words.LONGS.setRelease(slot, STATE, JOINS.set(PHASE.set(0, phase), joins));
    }

    /// A plain field of eight bytes: `pid`, `startTicks`, `pidNamespace` or `attachedAt`.
    public static long plain(MemorySegment slot, String field) {
        return slot.get(Words.LONG, LAYOUT.offset(field));
    }

    /// Stores such a field, before `state`.
    public static void plain(MemorySegment slot, String field, long value) {
        slot.set(Words.LONG, LAYOUT.offset(field), value);
    }

    /// `role` or `name`.
    public static String text(MemorySegment slot, String field) {
        return Text.read(slot.asSlice(
                LAYOUT.offset(field),
                LAYOUT.byteSize(field)));
    }

    /// Stores such a text, before `state`.
    public static void text(MemorySegment slot, String field, String value) {
        Text.write(
                slot.asSlice(
                        LAYOUT.offset(field),
                        LAYOUT.byteSize(field)),
                value);
    }

    /// Which recoverers must have swept the slot before it is free.
    public static long sweepersAcquire(MemorySegment slot) {
        return (long) Words.LONGS.getAcquire(slot, SWEEPERS);
    }

    /// Adds bits to `sweepers`.
    public static void addSweepers(MemorySegment slot, long bits) {
        long ignored = (long) Words.LONGS.getAndBitwiseOr(slot, SWEEPERS, bits);
    }

    /// Sets `sweepers` to none.
    public static void clearSweepers(MemorySegment slot) {
        Words.LONGS.setVolatile(slot, SWEEPERS, 0L);
    }

    /// Up to which drop epoch the owner has closed all dropped regions.
    public static long acknowledgedAcquire(MemorySegment slot) {
        return (long) Words.LONGS.getAcquire(slot, ACKNOWLEDGED);
    }

    /// Stores that all regions dropped up to `epoch` are closed.
    public static void acknowledgedRelease(MemorySegment slot, long epoch) {
        Words.LONGS.setRelease(slot, ACKNOWLEDGED, epoch);
    }
}
