package io.millrace.shm.message;

import io.millrace.shm.NotTransportableException;

/// A value that cannot travel, on its way out of the containers it lies in: each adds its step.
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String reason;
    private final String path;

    Refused(Class<?> type, String reason) {
        this(type.getTypeName(), reason, "");
    }

    private Refused(String type, String reason, String path) {
        super(reason, null, false, false);
        this.type = type;
        this.reason = reason;
        this.path = path;
    }

    Refused within(String step) {
        return new Refused(type, reason, step + path);
    }

    /// With a better reason, if this one is the general one and was found just here.
    Refused explained(String generalReason, String betterReason) {
        return path.isEmpty() && reason.equals(generalReason) ? new Refused(type, betterReason, path) : this;
    }

    NotTransportableException toException() {
        return new NotTransportableException("cannot travel to another process: type=%s, path=value%s; %s"
                .formatted(type, path, reason));
    }
}
