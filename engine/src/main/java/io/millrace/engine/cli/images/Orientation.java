package io.millrace.engine.cli.images;

import io.millrace.engine.cli.pixels.Pixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The orientation of the camera: how the stored pixels have to be turned and mirrored.
///
/// @param exif value of the EXIF tag 0x0112, from 1 (upright) to 8
record Orientation(int exif) {
    static final Orientation UPRIGHT = new Orientation(1);
    private static final int LARGEST = 8;

    /// In a TIFF: the word for little-endian, offset of the first directory's offset; in an entry of
    /// a directory: its size, the tag, types, offset of the value.
    private static final short INTEL = 0x4949;
    private static final int DIRECTORY = 4;
    private static final int ENTRY_BYTES = 12;
    private static final short TAG = 0x0112;
    private static final short SHORT = 3;
    private static final short LONG = 4;
    private static final int VALUE = 8;
    /// From this value on, rows are stored as columns.
    private static final int FIRST_TURNED = 5;
    /// Bit n is set when value n mirrors the stored columns.
    private static final int MIRRORS_COLUMNS = 1 << 2 | 1 << 3 | 1 << 7 | 1 << 8;
    /// Bit n is set when value n mirrors the stored rows.
    private static final int MIRRORS_ROWS = 1 << 3 | 1 << 4 | 1 << 6 | 1 << 7;

    /// Reads the first directory of a TIFF, which is what EXIF data are; upright when it has no
    /// orientation or is damaged: the decoder reports damage of the picture itself.
    static Orientation ofTiff(ByteBuffer tiff) {
        try {
            ByteBuffer fields = tiff.order(tiff.getShort(0) == INTEL ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int entry = fields.getInt(DIRECTORY) + Short.BYTES;
            for (int left = fields.getShort(entry - Short.BYTES) & 0xffff; left > 0; left--, entry += ENTRY_BYTES) {
                if (fields.getShort(entry) == TAG) {
                    return ofValue(fields, entry);
                }
            }
        } catch (IndexOutOfBoundsException damaged) {
            // as without an orientation
        }
        return UPRIGHT;
    }

    private static Orientation ofValue(ByteBuffer fields, int entry) {
        int value = switch (fields.getShort(entry + Short.BYTES)) {
            case SHORT -> fields.getShort(entry + VALUE);
            case LONG -> fields.getInt(entry + VALUE);
            default -> 0;
        };
        return value >= 1 && value <= LARGEST ? new Orientation(value) : UPRIGHT;
    }

    /// Whether width and height of the picture are exchanged in the file.
    boolean isTurned() {
        return exif >= FIRST_TURNED;
    }

    /// The picture turned upright.
    Pixels upright(Pixels stored) {
        if (exif == UPRIGHT.exif) {
            return stored;
        }
        int columns = stored.width();
        int rows = stored.height();
        int width = isTurned() ? rows : columns;
        int height = isTurned() ? columns : rows;
        boolean mirroredColumns = (MIRRORS_COLUMNS >> exif & 1) == 1;
        boolean mirroredRows = (MIRRORS_ROWS >> exif & 1) == 1;
        int[] from = stored.values();
        int[] to = new int[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = isTurned() ? y : x;
                int row = isTurned() ? x : y;
                column = mirroredColumns ? columns - 1 - column : column;
                row = mirroredRows ? rows - 1 - row : row;
                to[y * width + x] = from[row * columns + column];
            }
        }
        return new Pixels(width, height, stored.type(), to);
    }
}
