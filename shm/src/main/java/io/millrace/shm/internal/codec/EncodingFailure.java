package io.millrace.shm.internal.codec;

import io.millrace.shm.NotTransportableException;

/// Says that a value cannot travel. Each container that holds the value adds its step to the path.
final class EncodingFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String reason;
    private final String path;

    EncodingFailure(Class<?> type, String reason) {
        this(type.getTypeName(), reason, "");
    }

    private EncodingFailure(String type, String reason, String path) {
        super(reason, null, false, false);
        this.type = type;
        this.reason = reason;
        this.path = path;
    }

    EncodingFailure within(String step) {
        return new EncodingFailure(type, reason, step + path);
    }

    /// With a better reason, if the reason is the general one and the path is empty.
    public EncodingFailure explained(String generalReason, String betterReason) {
        return path.isEmpty() && reason.equals(generalReason) ? new EncodingFailure(type, betterReason, path) : this;
    }

    NotTransportableException toException() {
        return new NotTransportableException("cannot travel to another process: type=%s, path=value%s; %s"
                .formatted(type, path, reason));
    }
}
