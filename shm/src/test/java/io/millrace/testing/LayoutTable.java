package io.millrace.testing;

import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.layout.Struct;
import java.io.IOException;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables in the comments of layouts and on the pages about them, read back, to be compared with
/// the code.
public final class LayoutTable {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)`\\s*\\|\\s*(\\d+) \\|\\s*(\\d+) \\|.*");

    private static final String COMMENT = "/// ";

    private LayoutTable() {}

    /// One row: a name and two numbers, such as offset and bytes, or shift and width.
    public record Line(String name, long first, long size) {}

    /// The rows of the table in that source file or page whose first column has that heading; none if
    /// there is no such table.
    public static List<Line> in(Path source, String heading) throws IOException {
        List<Line> lines = new ArrayList<>();
        boolean inside = false;
        for (String text : Files.readAllLines(source)) {
            String line = text.startsWith(COMMENT) ? text.substring(COMMENT.length()) : text;
            Matcher row = ROW.matcher(line);
            if (line.startsWith("| " + heading + " ")) {
                inside = true;
            } else if (inside && row.matches()) {
                lines.add(new Line(row.group(1), Long.parseLong(row.group(2)), Long.parseLong(row.group(3))));
            } else if (!line.startsWith("|")) {
                inside = false;
            }
        }
        return lines;
    }

    /// What the table of a word with these fields has to say.
    public static List<Line> of(List<BitField> fields) {
        return fields.stream()
                .map(field -> new Line(field.name(), field.shift(), field.width()))
                .toList();
    }

    /// What the table of that structure has to say.
    public static List<Line> of(Struct struct) {
        return struct.fields().stream()
                .map(field -> new Line(field.name(), field.offset(), field.byteSize()))
                .toList();
    }

    /// What the table of that layout has to say: its named members.
    public static List<Line> of(StructLayout layout) {
        return layout.memberLayouts().stream()
                .flatMap(member -> member.name().stream())
                .map(name -> new Line(
                        name,
                        layout.byteOffset(PathElement.groupElement(name)),
                        layout.select(PathElement.groupElement(name)).byteSize()))
                .toList();
    }
}
