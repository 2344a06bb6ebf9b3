/// The machines of pipes and broadcasts: rings of bytes in Agrona's formats.
///
/// Begin with [PipeState], [PipeEnd] and [EndState] for pipes, with [BroadcastState] for broadcasts. What
/// Agrona's classes do with such a ring [RingWriter], [RingReader], [BroadcastWriter] and
/// [BroadcastReader] do here, by [java.lang.foreign.MemorySegment], so that no JVM flag is needed; code
/// for Agrona can be put on the same bytes.
@NullMarked
package io.millrace.shm.internal.ring;

import org.jspecify.annotations.NullMarked;
