package io.millrace.spark.internal.node;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// The ids of the arrays that were open on the driver at one moment.
///
/// They travel as plain numbers. A message between plugins is read by a thread that knows the class path of the JVM
/// alone, not the jars of the application: with a class of Millrace in it, the connection would be closed, and the
/// executor would end.
///
/// @param next the id that the next array gets: nothing is known of later ones
public record OpenIds(Set<Long> ids, long next) {

    /// Whether an array is open, or was made later.
    boolean isOpen(long id) {
        return id >= next || ids.contains(id);
    }

    /// As a message: the next id, then those that are open.
    long[] message() {
        return LongStream.concat(LongStream.of(next), ids.stream().mapToLong(Long::longValue)).toArray();
    }

    static OpenIds ofMessage(long[] message) {
        return new OpenIds(Arrays.stream(message).skip(1).boxed().collect(Collectors.toUnmodifiableSet()), message[0]);
    }
}
