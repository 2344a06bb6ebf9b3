/// A Spark cluster of several JVMs on this machine, made of Maven artifacts alone, for the tests of this module.
///
/// ```text
///   test JVM ── TestCluster ── Master                                127.0.0.1
///                    │      ── ClusterNode 0: Worker ── Executor ── engine's workers    127.0.0.2
///                    │      ── ClusterNode 1: Worker ── Executor ── engine's workers    127.0.0.3
///                    └ submit ─ Driver (SparkSubmit, client mode)
/// ```
///
/// All of these processes carry the number of the cluster in their environment and pass it on to their children, so
/// that [MarkedProcesses] finds those whose parent was killed, too. Each node has a folder of its own for files in
/// memory, as each machine has its own `/dev/shm`. A test waits for lines of the driver ([EventLines] prints one for
/// each task that starts or ends) and holds tasks at a [FileLatch]; it never waits for a time.
package io.millrace.spark.cluster;
