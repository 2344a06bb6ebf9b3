package io.millrace.shm.view;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A thread or a process that holds something, or waits.
///
/// @param process the process; dead ones hold until they are recovered
/// @param thread number of the thread in that JVM, from 1; 0 when the file knows the process alone
/// @param count how many of them it holds
/// @param heldFor for how long, to about a millisecond; empty when the file does not say so
public record Holder(ProcessView process, int thread, long count, Optional<Duration> heldFor) {
    public Holder {
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(heldFor, "heldFor");
    }
}
