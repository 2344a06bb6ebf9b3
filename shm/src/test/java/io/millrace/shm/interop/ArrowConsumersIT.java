package io.millrace.shm.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Arrays are read where they lie by Apache Arrow's Java library and by DuckDB.
class ArrowConsumersIT {
    private static final int ROWS = 300_000;

    private final SharedMemory memory = SharedMemory.temporary(32 << 20);

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void arrowsVectorsReadAndSeeWhatIsWrittenLater() {
        DoubleArray array = memory.newDoubleArray("a", 4, 3);
        array.setAll(i -> i);
        try (BufferAllocator allocator = new RootAllocator();
                CDataDictionaryProvider dictionaries = new CDataDictionaryProvider();
                FixedSizeListVector rows = (FixedSizeListVector) imported(array, allocator, dictionaries)) {
            assertEquals("a", rows.getField().getName());
            assertEquals(4, rows.getValueCount());
            assertEquals(3, rows.getListSize());
            Float8Vector values = (Float8Vector) rows.getDataVector();
            assertEquals(11, values.get(11));
            assertEquals(array.segment().address(), values.getDataBufferAddress());
            array.set(11, -1);
            assertEquals(-1, values.get(11));
            assertThrows(IllegalStateException.class, () -> memory.drop("a"));
        }
        memory.drop("a");
    }

    private static FieldVector imported(
            NumericArray array, BufferAllocator allocator, CDataDictionaryProvider dictionaries) {
        try (ArrowExport export = ArrowViews.array(array)) {
            return Data.importVector(
                    allocator,
                    ArrowArray.wrap(export.arrayAddress()),
                    ArrowSchema.wrap(export.schemaAddress()),
                    dictionaries);
        }
    }

    @Test
    void arrowsVectorsAreCopied() {
        try (BufferAllocator allocator = new RootAllocator();
                BigIntVector vector = new BigIntVector("numbers", allocator);
                ArrowArray array = ArrowArray.allocateNew(allocator);
                ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
            vector.allocateNew(5);
            for (int i = 0; i < 5; i++) {
                vector.set(i, i * 1L << 40);
            }
            vector.setValueCount(5);
            Data.exportVector(allocator, vector, null, array, schema);
            NumericArray copy = ArrowViews.copy(memory, "copy", array.memoryAddress(), schema.memoryAddress());
            assertArrayEquals(new long[] {0, 1L << 40, 2L << 40, 3L << 40, 4L << 40}, ((LongArray) copy).toArray());
            vector.setNull(2);
            Data.exportVector(allocator, vector, null, array, schema);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ArrowViews.copy(memory, "no", array.memoryAddress(), schema.memoryAddress()));
        }
    }

    @Test
    void duckDbQueriesArraysWhereTheyLie() throws SQLException {
        Map<String, NumericArray> columns = new LinkedHashMap<>();
        DoubleArray prices = memory.newDoubleArray("prices", ROWS);
        prices.setAll(i -> i % 100 + 0.5);
        IntArray groups = memory.newIntArray("groups", ROWS);
        groups.setAll(i -> (int) (i % 3));
        columns.put("price", prices);
        columns.put("group", groups);
        columns.put("point", memory.newShortArray("points", ROWS, 2));
        columns.put("big", memory.newLongArray("big", ROWS));
        columns.put("small", memory.newByteArray("small", ROWS));
        columns.put("single", memory.newFloatArray("single", ROWS));
        try (var connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ArrowStreamExport table = ArrowViews.stream(columns)) {
            connection.registerArrowStream("trades", ArrowArrayStream.wrap(table.address()));
            try (ResultSet result = statement.executeQuery(
                    "SELECT \"group\", count(*), sum(price), sum(point[1]), sum(big), sum(small), sum(single)"
                            + " FROM trades GROUP BY 1 ORDER BY 1")) {
                double total = 0;
                for (int group = 0; group < 3; group++) {
                    assertTrue(result.next());
                    assertEquals(group, result.getInt(1));
                    assertEquals(ROWS / 3, result.getLong(2));
                    total += result.getDouble(3);
                    assertEquals(0, result.getInt(4) + result.getInt(5) + result.getInt(6) + result.getInt(7));
                }
                assertEquals(ROWS * 50.0, total);
            }
        }
        for (String name : memory.regions().stream().map(region -> region.name()).toList()) {
            memory.drop(name);
        }
    }
}
