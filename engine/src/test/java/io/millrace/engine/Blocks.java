package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.shm.data.DoubleArray;

/// An array whose blocks each hold one number, for an in-place job that takes long: afterwards each
/// block is seen to be old or new.
record Blocks(DoubleArray data) {
    static final int LENGTH = 4096;

    /// The job: dear enough to be met in the middle.
    static final DoubleUnaryOp OP = DoubleUnaryOp.TANH;

    /// What some blocks hold, not the first of them: a function may wait there for its test.
    static final double MIDDLE = old(20);

    Blocks {
        assertEquals(0, data.length() % LENGTH);
        for (int block = 0; block < data.length() / LENGTH; block++) {
            data.slice((long) block * LENGTH, (block + 1L) * LENGTH).fill(old(block));
        }
    }

    private static double old(int block) {
        return 0.25 + block % 97;
    }

    /// Whether the first block is new.
    boolean begun() {
        return data.getAcquire(0) != old(0);
    }

    /// One element of each block, quickly: for a look right after the end of a job.
    double[] glance() {
        double[] elements = new double[(int) (data.length() / LENGTH)];
        for (int block = 0; block < elements.length; block++) {
            elements[block] = data.getAcquire((block + 1L) * LENGTH - 1);
        }
        return elements;
    }

    /// How many blocks are new; none is both.
    int countNew() {
        int countNew = 0;
        for (int block = 0; block < data.length() / LENGTH; block++) {
            double[] elements = new double[LENGTH];
            data.copyTo((long) block * LENGTH, elements, 0, LENGTH);
            boolean isNew = elements[0] != old(block);
            double expected = isNew ? OP.applyAsDouble(old(block)) : old(block);
            for (double element : elements) {
                assertEquals(expected, element, "half a block: " + block);
            }
            countNew += isNew ? 1 : 0;
        }
        return countNew;
    }

    /// That some blocks are new and some are old.
    void assertStoppedInTheMiddle() {
        int countNew = countNew();
        assertTrue(countNew > 0 && countNew < data.length() / LENGTH, () -> "new blocks: " + countNew);
    }
}
