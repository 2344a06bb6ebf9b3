package io.millrace.shm.internal.codec;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.internal.region.Regions;
import org.jspecify.annotations.Nullable;

/// Lets `Codec.any()` carry one more kind of object; found by `ServiceLoader`. It is asked about objects
/// that are not in the closed set. All processes must have the same value codecs.
public interface ValueCodec {
    /// Names this value codec in messages.
    String name();

    /// Whether it can write this object.
    boolean carries(Object value);

    /// Writes such an object, or refuses it.
    void write(Object value, Output output);

    /// Reads what `write` wrote.
    Object read(Input input);

    /// Where the parts of an object go.
    interface Output {
        /// A number.
        void putLong(long value);

        /// A text; short when it stood in the same message before.
        void putName(String value);

        /// Any value that `Codec.any()` carries. `step` says in messages how it is reached from the
        /// object, such as `.name` or `[3]`.
        void putValue(String step, @Nullable Object value);

        /// As above; `remedy` is what the refusal says when `value` itself, not a part of it, is of a
        /// class that nothing carries.
        void putValue(String step, @Nullable Object value, String remedy);

        /// As above, for a value that the receiver puts into a variable of the type `declared`: one
        /// that would arrive as something else is refused.
        void putDeclared(String step, Class<?> declared, @Nullable Object value, String remedy);

        /// What to throw for an object that cannot travel; the path to it is added on the way.
        NotTransportableException refusal(Class<?> type, String reason);

        /// The memory within which the message stays; null for a codec that was not bound to one.
        @Nullable Regions memory();
    }

    /// Where the parts of an object come from, in the order in which they were put.
    interface Input {
        /// What `putLong` wrote.
        long getLong();

        /// What `putName` wrote.
        String getName();

        /// What `putValue` wrote.
        @Nullable Object getValue();

        /// The memory within which the message stays; null for a codec that was not bound to one.
        @Nullable Regions memory();
    }
}
