package io.millrace.engine.cli.images;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import javax.imageio.IIOException;

/// Checks that a JPEG is complete: each segment has the length that it announces, and the file has
/// a scan and an end marker. Bytes behind the end marker, which cameras write, are ignored.
final class JpegCheck {
    /// The limit of libjpeg-turbo: each scan goes over the whole picture, so a small file with very
    /// many takes minutes.
    private static final int MAX_SCANS = 500;

    private JpegCheck() {}

    /// @param jpeg the whole file
    static void check(ByteBuffer jpeg) throws IOException {
        int scans = 0;
        try {
            JpegMarkers markers = new JpegMarkers(jpeg);
            for (int marker = markers.next(); marker != JpegMarkers.END; marker = markers.next()) {
                markers.segment();
                scans += marker == JpegMarkers.SCAN ? 1 : 0;
            }
        } catch (BufferUnderflowException early) {
            throw new EOFException("the file ends before its end marker");
        }
        if (scans == 0) {
            throw new IIOException("there is no picture in it");
        }
        if (scans > MAX_SCANS) {
            throw new IIOException("%s scans, more than %s".formatted(scans, MAX_SCANS));
        }
    }
}
