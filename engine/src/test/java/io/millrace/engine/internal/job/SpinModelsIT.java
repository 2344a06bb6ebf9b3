package io.millrace.engine.internal.job;

import io.millrace.testing.SpinModelsContract;

/// Worker slots, tasks for each worker, jobs, error records, blocks in place, batches of tasks.
class SpinModelsIT extends SpinModelsContract {}
