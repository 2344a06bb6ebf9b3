package io.millrace.shm.view;

/// A broadcast seen from outside.
///
/// @param codec name of it
/// @param sent how many messages were sent since the broadcast was made
public record BroadcastView(String name, String codec, long capacityBytes, EndView sender, long sent) {}
