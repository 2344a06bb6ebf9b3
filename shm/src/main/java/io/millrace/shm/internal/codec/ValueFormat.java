package io.millrace.shm.internal.codec;

import org.jspecify.annotations.Nullable;

/// A codec that writes values as [ValueWriter] does, with what another process needs to make it again.
public interface ValueFormat {
    /// The one class whose records the codec carries; null when it carries any value.
    @Nullable Class<? extends Record> recordType();

    /// The classes that its messages may name.
    AllowList allowed();
}
