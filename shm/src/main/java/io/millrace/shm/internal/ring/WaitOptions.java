package io.millrace.shm.internal.ring;

import io.millrace.shm.Waiting;
import io.millrace.shm.internal.wait.Deadline;

/// How long and in which way a call waits.
public record WaitOptions(Deadline deadline, Waiting waiting) {}
