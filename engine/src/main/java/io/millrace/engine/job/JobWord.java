package io.millrace.engine.job;

/// Bits of the 64-bit words that a job's claims are made with: a job's state, a chunk, the error
/// record.
///
/// ```text
///  63                                    24 23   20 19       10 9        0
/// +----------------------------------------+-------+-----------+----------+
/// |                 epoch                  | state |  attempt  |   slot   |
/// +----------------------------------------+-------+-----------+----------+
/// ```
///
/// The owner stands in the word that is compared-and-set, so that whoever dies is named by what it
/// held. An epoch is given to one job only, ever: a stale compare-and-set of a worker that looked
/// at an earlier job in the same entry fails by itself.
final class JobWord {
    static final int MAX_ATTEMPT = (1 << 10) - 1;
    static final long MAX_EPOCH = (1L << 40) - 1;

    private JobWord() {}

    static long of(long epoch, int state, int attempt, int slot) {
        return epoch << 24 | (long) state << 20 | (long) attempt << 10 | slot;
    }

    static long epoch(long word) {
        return word >>> 24;
    }

    static int state(long word) {
        return (int) (word >>> 20) & 0xf;
    }

    static int attempt(long word) {
        return (int) (word >>> 10) & 0x3ff;
    }

    static int slot(long word) {
        return (int) word & 0x3ff;
    }
}
