package io.millrace.engine.cli.squares;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.millrace.engine.cli.text.Words;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The numbers of one column of a CSV file (RFC 4180): UTF-8, commas, quoted fields, empty lines ignored.
/// The file is read from its beginning for each call, line by line, and never as a whole.
final class CsvColumn {
    /// Letters of a wrong value that a message shows.
    private static final int MOST_LETTERS = 40;

    private final Path file;
    private final String title;
    private final int index;
    private final boolean hasTitles;

    private CsvColumn(Path file, String title, int index, boolean hasTitles) {
        this.file = file;
        this.title = title;
        this.index = index;
        this.hasTitles = hasTitles;
    }

    /// Finds a column.
    ///
    /// @param column its number, counted from 1, when every line has numbers; else its name in the first line
    /// @throws FileFormatException the file has no such column
    /// @throws io.millrace.shm.FileAccessException the file cannot be read
    static CsvColumn of(Path file, String column) {
        if (column.matches("[1-9][0-9]{0,8}")) {
            return new CsvColumn(file, column, Integer.parseInt(column) - 1, false);
        }
        List<String> titles = titles(file);
        int index = titles.indexOf(column);
        if (index < 0) {
            throw new FileFormatException("no such column: file=%s, column=%s; the first line has %s"
                    .formatted(file, shown(column), shown(String.join(", ", titles))));
        }
        return new CsvColumn(file, column, index, true);
    }

    /// One field of a line.
    ///
    /// @param text null when the line has fewer fields
    private record Field(long line, @Nullable String text) {}

    private static List<String> titles(Path file) {
        try (CsvReader<CsvRecord> reader = builder().ofCsvRecord(file)) {
            Iterator<CsvRecord> lines = reader.iterator();
            return lines.hasNext() ? lines.next().getFields() : List.of();
        } catch (IOException | UncheckedIOException e) {
            throw InputFile.unreadable(file, e);
        } catch (CsvParseException e) {
            throw damaged(file, e);
        }
    }

    /// The number of values.
    ///
    /// @throws FileFormatException the file is damaged
    /// @throws io.millrace.shm.FileAccessException the file cannot be read
    long count() {
        long[] count = {0};
        forEach(_ -> count[0]++);
        return count[0];
    }

    /// Reads the values.
    ///
    /// @throws FileFormatException a value is no number of that type, or there are no longer `count` values
    /// @throws io.millrace.shm.FileAccessException the file cannot be read
    void read(ElementType type, long count, MemorySegment target) {
        long[] done = {0};
        forEach(field -> {
            if (done[0] == count) {
                throw changed(count);
            }
            put(type, target, done[0]++, field);
        });
        if (done[0] < count) {
            throw changed(count);
        }
    }

    private void forEach(Consumer<Field> action) {
        boolean isTitle = hasTitles;
        try (CsvReader<Field> reader = builder().build(new Handler(), file)) {
            for (Field field : reader) {
                if (!isTitle) {
                    action.accept(field);
                }
                isTitle = false;
            }
        } catch (IOException | UncheckedIOException e) {
            throw InputFile.unreadable(file, e);
        } catch (CsvParseException e) {
            throw damaged(file, e);
        }
    }

    private static CsvReader.CsvReaderBuilder builder() {
        return CsvReader.builder()
                .detectBomHeader(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    /// Takes one field of each line and makes no text of the others.
    private final class Handler extends AbstractBaseCsvCallbackHandler<Field> {
        private @Nullable String text;

        @Override
        protected void handleBegin(long line) {
            text = null;
        }

        @Override
        protected void handleField(int place, char[] buffer, int offset, int length, boolean quoted) {
            if (place == index) {
                text = new String(buffer, offset, length);
            }
        }

        @Override
        protected Field buildRecord() {
            return new Field(getStartingLineNumber(), text);
        }
    }

    private void put(ElementType type, MemorySegment target, long at, Field field) {
        String text = field.text == null ? "" : field.text.strip();
        try {
            switch (type) {
                case DOUBLE -> target.setAtIndex(JAVA_DOUBLE, at, Double.parseDouble(undecorated(text)));
                case FLOAT -> target.setAtIndex(JAVA_FLOAT, at, Float.parseFloat(undecorated(text)));
                case LONG -> target.setAtIndex(JAVA_LONG, at, Long.parseLong(text));
                case INT -> target.setAtIndex(JAVA_INT, at, Integer.parseInt(text));
                case SHORT -> target.setAtIndex(JAVA_SHORT, at, Short.parseShort(text));
                case BYTE -> target.setAtIndex(JAVA_BYTE, at, Byte.parseByte(text));
            }
        } catch (NumberFormatException e) {
            throw refused(type, field);
        }
    }

    /// Java's numbers may end in `d` or `f`; those of a CSV file may not.
    private static String undecorated(String text) {
        if (!text.isEmpty() && "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
            throw new NumberFormatException(text);
        }
        return text;
    }

    private FileFormatException refused(ElementType type, Field field) {
        String found = field.text == null ? "no such field" : "'" + shown(field.text) + "'";
        String remedy = field.line == 1 && !hasTitles
                ? "; if the first line has the names of the columns, give one: --column NAME"
                : "; correct the line, or give another --type";
        return new FileFormatException("cannot load: file=%s, line=%s, column=%s, found=%s, expected=%s%s"
                .formatted(file, field.line, shown(title), found, named(type), remedy));
    }

    private static String named(ElementType type) {
        return (type == ElementType.INT ? "an " : "a ") + Words.lower(type);
    }

    private FileFormatException changed(long count) {
        return new FileFormatException("cannot load: file=%s no longer has %s values; leave it as it is meanwhile"
                .formatted(file, count));
    }

    private static FileFormatException damaged(Path file, CsvParseException cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new FileFormatException(
                "cannot load: file=%s, cause=%s %s; give a CSV file"
                        .formatted(file, cause.getMessage(), reason == cause ? "" : reason.getMessage()),
                cause);
    }

    /// One line of a message.
    private static String shown(String text) {
        String clipped = text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "...";
        return clipped.replaceAll("\\p{Cntrl}", "?");
    }
}
