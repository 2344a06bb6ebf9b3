package io.millrace.shm.internal.map;

/// The hash of the bytes of a key: FNV-1a, then the final mix of MurmurHash3, both of 64 bits. FNV alone
/// leaves the low bits, which number buckets, too alike for short keys that differ little.
///
/// Sources: Fowler, Noll and Vo, *The FNV Non-Cryptographic Hash Algorithm* (IETF draft); Appleby,
/// *MurmurHash3*, function `fmix64` (public domain).
public final class KeyHash {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long MIX_1 = 0xff51afd7ed558ccdL;
    private static final long MIX_2 = 0xc4ceb9fe1a85ec53L;
    private static final int MIX_SHIFT = 33;

    private KeyHash() {}

    /// The hash of the first `length` bytes.
    public static long of(byte[] bytes, int length) {
        long hash = FNV_BASIS;
        for (int index = 0; index < length; index++) {
            hash = (hash ^ Byte.toUnsignedLong(bytes[index])) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> MIX_SHIFT) * MIX_1;
        hash = (hash ^ hash >>> MIX_SHIFT) * MIX_2;
        return hash ^ hash >>> MIX_SHIFT;
    }
}
