/// The command `serve-metrics`: a page of OpenMetrics about a mapped file, for Prometheus and the like.
///
/// ```text
///   MetricsCommand ── MetricsServer     the JDK's HTTP server: one snapshot for each request
///                        └─ MetricsPage   snapshot → text, by MetricsText, which knows the format
/// ```
///
/// Read [MetricsCommand] first.
///
/// **Invariants.** 1. Between two requests nothing is read; no process slot is taken and no byte of the
/// file changes. 2. A file that is gone is a response with status 503, which the next request may
/// follow with 200 when a program has made the file anew. 3. The server listens on the loopback
/// interface unless another address is given, because it asks nobody for a password.
@NullMarked
package io.millrace.engine.cli.metrics;

import org.jspecify.annotations.NullMarked;
