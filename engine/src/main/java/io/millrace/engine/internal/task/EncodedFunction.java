package io.millrace.engine.internal.task;

/// The function of a call.
///
/// @param bytes by `Codec.any()`; not copied
/// @param cost what earlier calls with it have told
record EncodedFunction(byte[] bytes, ItemCost cost) {}
