package io.millrace.engine.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkCodecTest {

    private final MemorySegment room = Arena.ofAuto().allocate(WorkCodec.BYTE_SIZE, 8);

    @Test
    void everyWorkIsReadAsItWasWritten() {
        for (Work work : Works.all()) {
            room.fill((byte) -1);
            WorkCodec.write(work, room);
            assertEquals(work, WorkCodec.read(room, MemorySegment.NULL));
        }
    }

    @Test
    void parametersKeepTheirBits() {
        Op op = Op.of(DoubleUnaryOps.clamp(-0.0, Double.MIN_VALUE));
        WorkCodec.write(new Work.Map(op, ElementType.DOUBLE, ElementType.DOUBLE), room);
        Work.Map map = (Work.Map) WorkCodec.read(room, MemorySegment.NULL);
        assertEquals(DoubleUnaryOps.clamp(-0.0, Double.MIN_VALUE), map.op().function());
    }

    @Test
    void emptyMemoryIsNoWork() {
        assertThrows(FileFormatException.class, () -> WorkCodec.read(room, MemorySegment.NULL));
    }

    @Test
    void damagedBytesAreRefusedOrAnotherWork() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Work work : Works.all()) {
            WorkCodec.write(work, room);
            long bit = random.nextLong(WorkCodec.BYTE_SIZE * 8);
            byte flipped = (byte) (room.get(ValueLayout.JAVA_BYTE, bit / 8) ^ (1 << (bit % 8)));
            room.set(ValueLayout.JAVA_BYTE, bit / 8, flipped);
            try {
                new ScalarKernels().compile(WorkCodec.read(room, MemorySegment.NULL));
            } catch (FileFormatException refused) {
                assertTrue(refused.getMessage().startsWith("no work"), () -> "seed=" + seed);
            }
        }
    }

    @Test
    void theTableInTheCommentIsTheLayout() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/millrace/engine/internal/kernel/WorkCodec.java"));
        Matcher row = Pattern.compile("/// \\| `(\\w+)`\\s*\\|\\s*(\\d+) \\|\\s*(\\d+) \\|").matcher(source);
        int rows = 0;
        while (row.find()) {
            rows++;
            assertEquals(WorkCodec.LAYOUT.offset(row.group(1)), Long.parseLong(row.group(2)));
            assertEquals(WorkCodec.LAYOUT.byteSize(row.group(1)), Long.parseLong(row.group(3)));
        }
        assertEquals(WorkCodec.LAYOUT.fields().size(), rows);
        assertEquals(WorkCodec.BYTE_SIZE, WorkCodec.LAYOUT.byteSize());
    }
}
