/// Who is attached, who is dead, who recovers. A slot is alive while the lock on its byte is held;
/// the right to recover a slot is holding that byte.
@NullMarked
package io.millrace.shm.process;

import org.jspecify.annotations.NullMarked;
