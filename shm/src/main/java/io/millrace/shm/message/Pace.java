package io.millrace.shm.message;

import io.millrace.shm.Waiting;
import io.millrace.shm.sync.Patience;

/// How long a call waits, and how.
record Pace(Patience patience, Waiting waiting) {}
