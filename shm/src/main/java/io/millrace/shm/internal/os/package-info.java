/// The system calls that Millrace needs: file locks, futexes, mappings, space, and what identifies a
/// process.
///
/// ```text
///   OfdLock  Futex  FileSpace  Pages  Stat  Links  ...       one class for each page of the manual
///       │      │        │        │      │     │
///       └──────┴────────┴────────┴──────┴─────┘
///                       ▼
///                   SystemCall          one enum constant for each call, all through syscall(2)
///                    │      │
///               JniCall    ForeignCall  a native method, or else the foreign function interface
///                  ▼          ▼
///   SystemCallLibrary        LibC       where the library lies; where symbols are linked
///
///                    Errno              the only place where an errno becomes an exception
/// ```
///
/// | to read about                                          | begin with               |
/// |--------------------------------------------------------|--------------------------|
/// | the locks that say which process is alive              | `OfdLock`, `Descriptor`  |
/// | sleeping on a word of the file, and waking             | `Futex`                  |
/// | space that is allocated before it is used              | `FileSpace`              |
/// | a barrier that only the rare side issues               | `ThreadBarrier`          |
/// | dying at a named point, for tests                      | `CrashPoint`             |
/// | where Millrace can work at all                         | `Platform`               |
/// | how a fresh JVM makes its first call                   | `JniCall`                |
///
/// **Invariants.** 1. Only this package of shm links symbols or has native methods; a test holds
/// that. 2. A call returns a negative errno value, which the caller checks; expected values (a lock
/// that is held, a futex word that changed) are results and not exceptions. 3. A call that a signal
/// interrupts (`EINTR`) is repeated here. 4. Every descriptor is opened with `O_CLOEXEC`: a child
/// must not inherit locks. 5. The only state about a file here is the descriptor that the caller
/// owns.
///
/// Linux on x86-64 and AArch64 only. Another system would need its own version of these classes,
/// and locks that the kernel releases when a process dies.
@NullMarked
package io.millrace.shm.internal.os;

import org.jspecify.annotations.NullMarked;
