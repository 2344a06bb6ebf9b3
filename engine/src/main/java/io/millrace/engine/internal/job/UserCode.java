package io.millrace.engine.internal.job;

import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.layout.JobPayload;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// The functions of the user in a job, encoded for the workers.
///
/// Captured handles are encoded as row and generation. A job does not protect captured regions from
/// a drop: once such a region is dropped, workers that open the job, and accesses of workers that
/// have opened it, get a [io.millrace.shm.RegionDroppedException], which ends the job.
///
/// @param bytes as `Codec.any()` writes them; empty for a job that has none
/// @param cost their cost as earlier jobs measured it
public record UserCode(byte[] bytes, ElementCost cost) {
    /// Of jobs with built-in functions only.
    public static final UserCode NONE = new UserCode(new byte[0], new ElementCost());

    /// Encodes the functions of a work.
    ///
    /// @throws io.millrace.shm.NotTransportableException when one of them captured what cannot
    ///         travel
    /// @throws MessageTooLargeException when they captured too much
    public static UserCode of(Work work, ElementCost cost, Regions memory) {
        byte[] room = new byte[(int) JobPayload.FUNCTIONS_BYTES];
        try {
            Object functions = work.userFunctions().toArray();
            long length = Codec.any().bind(memory).encode(functions, MemorySegment.ofArray(room));
            return new UserCode(Arrays.copyOf(room, (int) length), cost);
        } catch (MessageTooLargeException tooLarge) {
            throw new MessageTooLargeException(
                    ("what the function of a job captured is too large: largest=%,d bytes; capture arrays of the"
                            + " file instead")
                            .formatted(room.length),
                    tooLarge);
        }
    }

    /// Writes the functions into the payload of their job.
    void write(MemorySegment payload) {
        JobPayload.functions(payload, bytes);
    }

    /// Decodes the functions, in a worker.
    ///
    /// @param payload of a job whose work names functions of the user
    public static List<Object> read(MemorySegment payload, Regions memory) {
        MemorySegment bytes = JobPayload.functions(payload);
        return bytes.byteSize() == 0
                ? List.of() // a damaged file: whoever reads the work says what is missing
                : List.of((Object[]) Codec.any().bind(memory).decode(bytes));
    }

    /// Whether all functions of the job are built in.
    public boolean isEmpty() {
        return bytes.length == 0;
    }
}
