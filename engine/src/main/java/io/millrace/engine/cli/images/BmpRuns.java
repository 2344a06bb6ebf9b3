package io.millrace.engine.cli.images;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.IIOException;

/// The run lengths of a BMP: pairs of bytes, a count and a colour, or 0 and a command.
///
/// @param halved whether two pixels share a byte
record BmpRuns(DataInputStream content, long width, long height, boolean halved) {
    private static final int END_OF_ROW = 0;
    private static final int END = 1;
    private static final int MOVE = 2;

    void check() throws IOException {
        long column = 0;
        long row = 0;
        while (true) {
            int count = content.read();
            if (count < 0 && (row >= height || row == height - 1 && column == width)) {
                return; // all pixels have been read
            }
            int value = content.readUnsignedByte();
            if (count > 0) {
                column += count;
            } else if (count < 0) {
                throw new EOFException();
            } else {
                switch (value) {
                    case END_OF_ROW -> {
                        row++;
                        column = 0;
                    }
                    case END -> {
                        return;
                    }
                    case MOVE -> {
                        column += content.readUnsignedByte();
                        row += content.readUnsignedByte();
                    }
                    default -> {
                        column += value;
                        int bytes = halved ? (value + 1) / 2 : value;
                        content.skipNBytes(bytes + bytes % 2);
                    }
                }
            }
            if (column > width || row > height) {
                throw new IIOException("a run of pixels leaves the picture");
            }
        }
    }
}
