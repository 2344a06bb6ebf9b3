package io.millrace.shm;

import io.millrace.testing.SpinModelsContract;

/// Locks, conditions, semaphores, events, barriers, queues, ends of pipes, broadcasts, the directory.
class SpinModelsIT extends SpinModelsContract {}
