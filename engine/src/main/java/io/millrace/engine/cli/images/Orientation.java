package io.millrace.engine.cli.images;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The orientation of the camera: how the stored pixels have to be turned and mirrored.
///
/// @param exif value of the EXIF tag 0x0112, from 1 (upright) to 8
record Orientation(int exif) {
    static final Orientation UPRIGHT = new Orientation(1);
    private static final int LARGEST = 8;
    /// From this value on, rows are stored as columns.
    private static final int FIRST_TURNED = 5;
    /// Bit n is set when value n mirrors the stored columns.
    private static final int MIRRORS_COLUMNS = 1 << 2 | 1 << 3 | 1 << 7 | 1 << 8;
    /// Bit n is set when value n mirrors the stored rows.
    private static final int MIRRORS_ROWS = 1 << 3 | 1 << 4 | 1 << 6 | 1 << 7;

    /// Reads the EXIF segment of a JPEG; upright when the segment is missing or damaged.
    static Orientation ofJpeg(ImageInputStream jpeg) {
        try {
            List<JPEGSegment> segments = JPEGSegmentUtil.readSegments(jpeg, JPEG.APP1, "Exif");
            return segments.isEmpty() ? UPRIGHT : ofExif(segments.getFirst());
        } catch (IOException | RuntimeException damaged) {
            return UPRIGHT; // the reader of the picture reports damage
        }
    }

    private static Orientation ofExif(JPEGSegment segment) throws IOException {
        try (InputStream exif = segment.data()) {
            exif.skipNBytes(1); // between the segment's name and the directory
            Directory directory = new TIFFReader().read(new MemoryCacheImageInputStream(exif));
            Entry entry = directory.getEntryById(TIFF.TAG_ORIENTATION);
            return entry != null && entry.getValue() instanceof Number value
                            && value.intValue() >= 1 && value.intValue() <= LARGEST
                    ? new Orientation(value.intValue())
                    : UPRIGHT;
        }
    }

    /// Whether width and height of the picture are exchanged in the file.
    boolean isTurned() {
        return exif >= FIRST_TURNED;
    }

    /// The picture turned upright. Source and result have pixels of type `int`.
    BufferedImage upright(BufferedImage stored) {
        if (exif == UPRIGHT.exif) {
            return stored;
        }
        int columns = stored.getWidth();
        int rows = stored.getHeight();
        int width = isTurned() ? rows : columns;
        int height = isTurned() ? columns : rows;
        boolean mirroredColumns = (MIRRORS_COLUMNS >> exif & 1) == 1;
        boolean mirroredRows = (MIRRORS_ROWS >> exif & 1) == 1;
        int[] from = (int[]) stored.getRaster().getDataElements(0, 0, columns, rows, null);
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
        BufferedImage upright = new BufferedImage(width, height, stored.getType());
        upright.getRaster().setDataElements(0, 0, width, height, to);
        return upright;
    }
}
