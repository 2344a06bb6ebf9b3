package io.millrace.engine.job;

import io.millrace.engine.kernel.Work;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.message.Codec;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// The user's functions of a job on their way to the workers.
///
/// Handles that they captured stand in the bytes as row and generation. A job does not hold fast what
/// it captured: once such a region is dropped, workers that open the job, and accesses of those that
/// have, get a [io.millrace.shm.RegionDroppedException], which ends the job.
///
/// @param bytes as `Codec.any()` writes them; empty for a job that has none
/// @param cost what is known of them from earlier jobs
public record UserCode(byte[] bytes, ElementCost cost) {
    /// Of jobs that have built-in functions only.
    public static final UserCode NONE = new UserCode(new byte[0], new ElementCost());

    /// Encodes the functions of a work that has some.
    ///
    /// @throws io.millrace.shm.NotTransportableException when one of them captured what cannot travel
    /// @throws MessageTooLargeException when they captured too much
    public static UserCode of(Work work, ElementCost cost, Regions memory) {
        byte[] room = new byte[(int) Annex.FUNCTIONS_BYTES];
        try {
            Object functions = work.userFunctions().toArray();
            long length = Codec.any().bind(memory).encode(functions, MemorySegment.ofArray(room));
            return new UserCode(Arrays.copyOf(room, (int) length), cost);
        } catch (MessageTooLargeException tooLarge) {
            throw new MessageTooLargeException(
                    "what the function of a job captured is too large: largest=%,d bytes; capture arrays of the file instead"
                            .formatted(room.length),
                    tooLarge);
        }
    }

    /// The functions again, for a worker.
    static List<Object> decode(MemorySegment bytes, Regions memory) {
        return bytes.byteSize() == 0
                ? List.of()
                : List.of((Object[]) Codec.any().bind(memory).decode(bytes));
    }

    /// Whether all functions of the job are built in.
    public boolean isEmpty() {
        return bytes.length == 0;
    }
}
