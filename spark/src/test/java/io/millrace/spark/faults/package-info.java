/// What is left of distributed arrays when something dies: results keep their bits, and what was lost is made again.
///
/// ```text
///   test ── Application ── Orders: a file an order ──▶ ArraysApp, the driver ──▶ Steps: functions in workers
///             ▲                                            │                       │
///             └────────────── lines of the driver ─────────┘     Trace, FileLatch ◀┘
/// ```
@NullMarked
package io.millrace.spark.faults;

import org.jspecify.annotations.NullMarked;
