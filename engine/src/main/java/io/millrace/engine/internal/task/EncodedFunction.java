package io.millrace.engine.internal.task;

/// The function of a call.
///
/// @param bytes by `Codec.any()`; not copied
/// @param pace what earlier calls with it have told
record EncodedFunction(byte[] bytes, Pace pace) {}
