package io.millrace.shm.view;

import java.time.Instant;
import java.util.Objects;

/// A process that ended without giving its slot back, and what its recoverer put right. The file keeps
/// the last 58 deaths.
///
/// The counts are of what was put right: a recoverer that died itself leaves out what it had done. How
/// the process ended (its exit status) is not known to the recoverer.
///
/// @param number which death of the file this was, from 1
/// @param noticedAt when a process recovered it
/// @param slot the slot that it had
/// @param pid as its own system showed it
/// @param name short name of its program, or the name given to a worker, at most 19 bytes
/// @param locks locks that it held, threads of it that read under a read-write lock, and the locks
///         inside semaphores
/// @param permits permits of semaphores that it held
/// @param messages messages that it was writing, or had taken and not acked
/// @param chunks chunks of jobs over arrays that it was computing
/// @param tasks batches of object tasks that it was running
/// @param ends ends of pipes and broadcasts that it had
/// @param regions regions that it was making or dropping
public record DeathView(
        long number,
        Instant noticedAt,
        int slot,
        long pid,
        String name,
        long locks,
        long permits,
        long messages,
        long chunks,
        long tasks,
        long ends,
        long regions) {
    public DeathView {
        Objects.requireNonNull(noticedAt, "noticedAt");
        Objects.requireNonNull(name, "name");
    }
}
