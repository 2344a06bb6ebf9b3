package io.millrace.shm.internal.codec;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The row of [ThrownFields] for exceptions of the module `java.sql`, which not every JVM has. The
/// next ones of a chain stay behind.
final class SqlFields {
    static final ThrownFields ROW = new ThrownFields(
            SQLException.class, List.of(String.class, String.class, int.class),
            thrown -> arguments((SQLException) thrown));

    private SqlFields() {}

    private static @Nullable Object[] arguments(SQLException thrown) {
        return new @Nullable Object[] {thrown.getMessage(), thrown.getSQLState(), thrown.getErrorCode()};
    }
}
