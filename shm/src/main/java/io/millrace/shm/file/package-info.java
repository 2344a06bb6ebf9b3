/// A path becomes a memory segment: creating, attaching, checking whom to trust, sweeping what the
/// dead left. A file becomes visible under its name only when it is complete and its creator holds
/// its slot.
@NullMarked
package io.millrace.shm.file;

import org.jspecify.annotations.NullMarked;
