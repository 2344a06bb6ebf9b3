package io.millrace.engine.internal.crew;

import java.util.Optional;

/// Workers of a crew that exited before they occupied their slots.
///
/// @param count since the crew started
/// @param workerSlots wanted slots that have no worker because the last start failed
/// @param last how the last of these workers exited
public record StartFailures(long count, int workerSlots, Optional<String> last) {
    /// The failures of a crew whose workers all started, or that launches no workers.
    public static final StartFailures NONE = new StartFailures(0, 0, Optional.empty());
}
