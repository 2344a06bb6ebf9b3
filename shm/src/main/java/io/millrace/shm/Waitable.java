package io.millrace.shm;

/// What `io.millrace.shm.sync.Wait` waits for, several at a time: queues, connections of pipes, subscribers of
/// broadcasts and events, and in the engine jobs and processes. Only Millrace implements it.
public interface Waitable {}
