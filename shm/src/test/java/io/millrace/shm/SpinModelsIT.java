package io.millrace.shm;

import io.millrace.testing.SpinModelsContract;

/// Locks, semaphores, barriers, queues, the directory.
class SpinModelsIT extends SpinModelsContract {}
