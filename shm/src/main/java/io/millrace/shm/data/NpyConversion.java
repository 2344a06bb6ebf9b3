package io.millrace.shm.data;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// Copies the elements of a file into an array of another type, order of bytes or order of dimensions.
///
/// A file in Fortran order is read as a matrix that is stored column by column: the last dimension
/// counts the columns, all others together the rows. A tile of it is read at a time, and written row
/// by row, so that reads and writes are of neighbours. A file in C order is a matrix of one row.
///
/// ```text
///   file, column by column             array, row by row
///   +----+----+----+----+             +----+----+----+----+
///   |  0 | h..|    |    |  tile:      |  0 |  1 |  2 | ...|    width columns of
///   |  1 |    |    |    |  read  ──▶  | c  | c+1|    |    |    height rows each
///   +----+----+----+----+             +----+----+----+----+
/// ```
final class NpyConversion {
    /// Elements of a tile: with 8 bytes each, 2 MiB, which caches hold.
    private static final int TILE = 1 << 18;

    /// Rows of a tile, if the elements may be read in any order: a read of some 10 KiB.
    private static final int TILE_ROWS = 1 << 12;

    private final NpyStorage from;
    private final ElementType to;
    private final String file;
    private final long[] shape;
    private final long columns;
    private final long rows;

    /// @param file its name, for messages
    NpyConversion(NpyStorage from, ElementType to, String file) {
        this.from = from;
        this.to = to;
        this.file = file;
        shape = from.shape();
        columns = from.fortranOrder() ? shape[shape.length - 1] : from.length();
        rows = from.fortranOrder() && columns > 0 ? from.length() / columns : 1;
    }

    /// Reads all elements.
    ///
    /// @throws FileFormatException the type cannot hold one of them
    void run(NpyData source, MemorySegment target) throws IOException {
        long height = Math.min(rows, source.isSequential() ? TILE : TILE_ROWS);
        long width = source.isSequential() && height < rows ? 1 : TILE / height;
        int elementSize = from.type().container().byteSize();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(TILE * (long) elementSize, Long.BYTES);
            for (long column = 0; column < columns; column += width) {
                for (long row = 0; row < rows; row += height) {
                    Tile tile = new Tile(
                            row, Math.min(height, rows - row), column, Math.min(width, columns - column));
                    read(source, tile, buffer);
                    write(tile, buffer, target);
                }
            }
        }
    }

    /// A part of the matrix. Its columns stand one behind another in the buffer.
    private record Tile(long row, long height, long column, long width) {}

    private void read(NpyData source, Tile tile, MemorySegment buffer) throws IOException {
        int elementSize = from.type().container().byteSize();
        boolean wholeColumns = tile.height == rows;
        long pieces = wholeColumns ? 1 : tile.width;
        long pieceBytes = (wholeColumns ? tile.width * rows : tile.height) * elementSize;
        for (long piece = 0; piece < pieces; piece++) {
            long offset = ((tile.column + piece) * rows + tile.row) * elementSize;
            source.read(offset, buffer.asSlice(piece * pieceBytes, pieceBytes));
        }
    }

    private void write(Tile tile, MemorySegment buffer, MemorySegment target) {
        NumpyType type = from.type();
        boolean swapped = from.swapped();
        boolean whole = type.isWhole();
        for (long r = 0; r < tile.height; r++) {
            long at = rowStart(tile.row + r) + tile.column;
            for (long c = 0; c < tile.width; c++) {
                long index = c * tile.height + r;
                if (whole) {
                    putWhole(target, at + c, type.whole(buffer, index, swapped));
                } else {
                    putReal(target, at + c, type.real(buffer, index, swapped));
                }
            }
        }
    }

    /// The index in the array of the first element of a row. The rows are counted with the first
    /// dimension varying fastest.
    private long rowStart(long row) {
        if (rows == 1) {
            return 0;
        }
        long start = 0;
        long stride = from.length();
        for (int d = 0; d < shape.length - 1; d++) {
            stride /= shape[d];
            start += row % shape[d] * stride;
            row /= shape[d];
        }
        return start;
    }

    private void putWhole(MemorySegment target, long index, long value) {
        boolean fits = from.type() != NumpyType.UINT64 || value >= 0;
        fits &= switch (to) {
            case BYTE -> value == (byte) value;
            case SHORT -> value == (short) value;
            case INT -> value == (int) value;
            case LONG -> true;
            case FLOAT -> value == (long) (float) value && value != Long.MAX_VALUE;
            case DOUBLE -> value == (long) (double) value && value != Long.MAX_VALUE;
        };
        if (!fits) {
            String text = from.type() == NumpyType.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
            throw unfit(index, text);
        }
        switch (to) {
            case FLOAT -> target.setAtIndex(JAVA_FLOAT, index, (float) value);
            case DOUBLE -> target.setAtIndex(JAVA_DOUBLE, index, (double) value);
            default -> setWhole(target, index, value);
        }
    }

    private void putReal(MemorySegment target, long index, double value) {
        boolean fits = switch (to) {
            case DOUBLE -> true;
            case FLOAT -> value == (float) value || Double.isNaN(value);
            default -> value == (long) value && isWithin(value);
        };
        if (!fits) {
            throw unfit(index, Double.toString(value));
        }
        switch (to) {
            case FLOAT -> target.setAtIndex(JAVA_FLOAT, index, (float) value);
            case DOUBLE -> target.setAtIndex(JAVA_DOUBLE, index, value);
            default -> setWhole(target, index, (long) value);
        }
    }

    /// Whether a whole number lies in the range of the type.
    private boolean isWithin(double value) {
        double bound = Math.scalb(1.0, to.byteSize() * Byte.SIZE - 1);
        return value >= -bound && value < bound;
    }

    private void setWhole(MemorySegment target, long index, long value) {
        switch (to) {
            case BYTE -> target.setAtIndex(JAVA_BYTE, index, (byte) value);
            case SHORT -> target.setAtIndex(JAVA_SHORT, index, (short) value);
            case INT -> target.setAtIndex(JAVA_INT, index, (int) value);
            default -> target.setAtIndex(JAVA_LONG, index, value);
        }
    }

    private FileFormatException unfit(long index, String value) {
        String type = to.name().toLowerCase(Locale.ROOT);
        return NpyStorage.refused(
                file,
                "%s as element %s, type %s".formatted(value, index, from.type().codes().getLast()),
                "numbers that a %s holds exactly; load it as a wider type".formatted(type));
    }
}
