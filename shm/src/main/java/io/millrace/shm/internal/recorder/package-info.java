/// Events for the Flight Recorder of the JDK: waits, and what was put right after a death.
///
/// The events of jobs, chunks, tasks and workers are in the engine. The page `docs/flight-recorder.md`
/// lists all of them.
///
/// | class             | says                                                     | loaded                   |
/// |-------------------|----------------------------------------------------------|--------------------------|
/// | `FlightRecording` | whether the recorder runs: one load and one branch       | with the first wait      |
/// | `RecordedWait`    | how a wait begins and ends, for the code that waits      | with the first wait      |
/// | `WaitEvent`       | a wait of a thread that did not find what it looked for  | while the recorder runs  |
/// | `RecoveryEvent`   | what this process put right after a death                | while the recorder runs  |
///
/// **Rules.** A class that extends `jdk.jfr.Event` is loaded only while the recorder runs: the module
/// `jdk.jfr` may be missing, and classes of it cost time at the start. So such classes stand in no
/// signature outside this package, and only behind [io.millrace.shm.internal.recorder.FlightRecording#isOn]
/// is one of their methods called.
@NullMarked
package io.millrace.shm.internal.recorder;

import org.jspecify.annotations.NullMarked;
