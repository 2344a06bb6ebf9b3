/// How threads wait for other threads and processes: the only package that spins, sleeps or parks.
///
/// | class        | waits for                                                | sleeps on       |
/// |--------------|----------------------------------------------------------|-----------------|
/// | `FutexWord`  | a change of one 32-bit word                              | the word        |
/// | `EventCount` | a condition that stands elsewhere                        | the event count |
/// | `RingSignal` | a message or room, without a fence while messages stream | the signal      |
/// | `AnyWait`    | one of several things                                    | all their words |
/// | `Pause`      | what has no word                                         | nothing: polls  |
///
/// `SpinPolicy` says when a thread looks again instead of sleeping, `Deadline` how long it waits in
/// all and in one slice, `Interrupts` what an interrupt does, `VirtualSleepers` how virtual threads
/// sleep.
///
/// **Rules.** A wake is a hint, a word the truth. No sleep lasts longer than `Deadline.SLICE`: a wake
/// is lost if its sender dies before the system call. No wake makes a system call while the word says
/// that nobody sleeps, except those of `FutexWord`, which does not know.
@NullMarked
package io.millrace.shm.internal.wait;

import org.jspecify.annotations.NullMarked;
