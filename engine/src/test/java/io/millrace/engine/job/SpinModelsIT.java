package io.millrace.engine.job;

import io.millrace.testing.SpinModelsContract;

/// The redo of blocks in place.
class SpinModelsIT extends SpinModelsContract {}
