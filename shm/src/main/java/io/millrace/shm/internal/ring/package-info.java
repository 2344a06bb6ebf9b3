/// The machines of pipes and broadcasts: rings of bytes in Agrona's formats.
///
/// Begin with [PipeState], [PipeEnd] and [EndState] for pipes, with [BroadcastState] for broadcasts.
@NullMarked
package io.millrace.shm.internal.ring;

import org.jspecify.annotations.NullMarked;
