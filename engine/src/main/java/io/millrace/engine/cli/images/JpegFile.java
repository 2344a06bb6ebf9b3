package io.millrace.engine.cli.images;

import io.millrace.engine.cli.text.Count;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeMap;
import javax.imageio.IIOException;
import org.jspecify.annotations.Nullable;

/// A JPEG file in native memory, and what its segments before the first scan say.
///
/// @param content the whole file
/// @param orientation upright when that segment is missing or damaged
/// @param profile a colour profile (ICC) as it is stored; null when it is missing or incomplete
record JpegFile(MemorySegment content, Orientation orientation, byte @Nullable [] profile) {
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);

    /// @throws IOException when the file cannot be read
    /// @throws PictureException when it is longer than the heap, or than 2 GiB
    static JpegFile read(Path file, Arena arena) throws IOException, PictureException {
        MemorySegment content = content(file, arena);
        ByteBuffer bytes = content.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        Orientation orientation = null;
        TreeMap<Integer, ByteBuffer> parts = new TreeMap<>();
        try {
            JpegMarkers markers = new JpegMarkers(bytes);
            int marker = markers.next();
            while (marker != JpegMarkers.SCAN && marker != JpegMarkers.END) {
                ByteBuffer segment = markers.segment();
                if (marker == JpegMarkers.EXIF && orientation == null && starts(segment, EXIF)) {
                    orientation = Orientation.ofTiff(segment.slice());
                } else if (marker == JpegMarkers.PROFILE && starts(segment, ICC) && segment.remaining() >= 2) {
                    parts.put(segment.get() & 0xff, segment);
                }
                marker = markers.next();
            }
        } catch (BufferUnderflowException | IIOException damaged) {
            // the decoder reports it
        }
        return new JpegFile(content, orientation == null ? Orientation.UPRIGHT : orientation, joined(parts));
    }

    private static MemorySegment content(Path file, Arena arena) throws IOException, PictureException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long byteSize = channel.size();
            if (byteSize > Math.min(Runtime.getRuntime().maxMemory(), Integer.MAX_VALUE)) {
                throw new PictureException(ResizePicture.tooLarge("file of " + Count.bytes(byteSize)));
            }
            ByteBuffer buffer = arena.allocate(byteSize).asByteBuffer();
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) { }
            return MemorySegment.ofBuffer(buffer.flip());
        }
    }

    /// Whether a segment has that name; if so, its position is behind the name.
    private static boolean starts(ByteBuffer segment, byte[] name) {
        if (segment.remaining() < name.length || !segment.slice(0, name.length).equals(ByteBuffer.wrap(name))) {
            return false;
        }
        segment.position(name.length);
        return true;
    }

    /// A profile longer than a segment is stored in several, which are counted from 1 on.
    ///
    /// @param parts by number, positioned at their count
    private static byte @Nullable [] joined(TreeMap<Integer, ByteBuffer> parts) {
        int byteSize = 0;
        int next = 1;
        for (ByteBuffer part : parts.values()) {
            if ((part.get() & 0xff) != parts.size()) {
                return null;
            }
            byteSize += part.remaining();
        }
        if (byteSize == 0) {
            return null;
        }
        ByteBuffer profile = ByteBuffer.allocate(byteSize);
        for (var part : parts.entrySet()) {
            if (part.getKey() != next++) {
                return null;
            }
            profile.put(part.getValue());
        }
        return profile.array();
    }
}
