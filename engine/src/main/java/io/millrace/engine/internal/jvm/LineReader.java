package io.millrace.engine.internal.jvm;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// Reads the output of a child line by line, with the line ends of `BufferedReader`. A very long
/// line is returned in pieces, so that a child which never ends its line does not fill the parent's
/// memory.
final class LineReader {
    /// The longest piece, in chars.
    static final int MAX_CHARS = 1 << 16;

    private final Reader reader;
    private final StringBuilder line = new StringBuilder();
    private boolean afterReturn;
    private boolean cut;

    LineReader(Reader reader) {
        this.reader = reader;
    }

    /// The next line or piece; null at the end of the stream.
    @Nullable String next() throws IOException {
        line.setLength(0);
        while (line.length() < MAX_CHARS) {
            int read = reader.read();
            boolean ends = read == '\n' || read == '\r';
            boolean ended = read == '\n' && afterReturn || ends && cut;
            afterReturn = read == '\r';
            cut = false;
            if (ended) {
                continue;
            }
            if (read < 0 && line.isEmpty()) {
                return null;
            }
            if (read < 0 || ends) {
                return line.toString();
            }
            line.append((char) read);
        }
        cut = true;
        return line.toString();
    }
}
