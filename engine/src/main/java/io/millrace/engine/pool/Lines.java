package io.millrace.engine.pool;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// The lines of what a child prints, as `BufferedReader` ends them. One without an end comes in pieces,
/// so that a child that never ends its line does not fill its parent's memory.
final class Lines {
    /// The longest piece, in chars.
    static final int MOST_CHARS = 1 << 16;

    private final Reader reader;
    private final StringBuilder line = new StringBuilder();
    private boolean afterReturn;
    private boolean cut;

    Lines(Reader reader) {
        this.reader = reader;
    }

    /// The next line or piece; null at the end.
    @Nullable String next() throws IOException {
        line.setLength(0);
        while (line.length() < MOST_CHARS) {
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
