package io.millrace.shm.view;

/// A pipe seen from outside.
///
/// @param toSecondCodec name of it
/// @param toFirstCodec name of it
/// @param capacityBytes of each direction
/// @param toSecondBytes bytes of records on their way to the second end
/// @param toFirstBytes bytes of records on their way to the first end
/// @param toSecondSentBytes bytes of records that were written to the second end since the pipe was made
///         or reset
/// @param toFirstSentBytes bytes of records that were written to the first end since then
public record PipeView(
        String name,
        String toSecondCodec,
        String toFirstCodec,
        long capacityBytes,
        EndView first,
        EndView second,
        long toSecondBytes,
        long toFirstBytes,
        long toSecondSentBytes,
        long toFirstSentBytes) {}
