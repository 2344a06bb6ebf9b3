package io.millrace.shm.data;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.internal.region.Regions.Pin;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Moves the elements of an array from or to an asynchronous file, piece by piece, in the threads of the file's
/// channel. One piece is in flight at a time.
///
/// While it runs, this process refuses to drop the region and to close the memory; when another process drops the
/// region, this one keeps its bytes.
final class FileTransfer implements CompletionHandler<Integer, @Nullable Void> {
    /// Less than a buffer can hold, and enough that its system call is most of the time.
    private static final long PIECE_BYTES = 64L << 20;

    private final Refusal array;
    private final Operation operation;
    private final long position;
    private final CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
    private final Pin pin;
    private long done;

    private FileTransfer(Refusal array, Operation operation, long position) {
        this.array = array;
        this.operation = operation;
        this.position = position;
        array.region().beginUse();
        pin = array.region().memory().pin("a transfer of " + array.handle());
    }

    /// Reads or writes.
    @FunctionalInterface
    private interface Operation {
        void start(ByteBuffer piece, long position, CompletionHandler<Integer, @Nullable Void> handler);
    }

    /// Fills an array, which also says how to refuse what cannot be done with it, from the bytes at `position` on.
    static CompletableFuture<@Nullable Void> read(Refusal array, AsynchronousFileChannel file, long position) {
        return new FileTransfer(array, (piece, at, handler) -> file.read(piece, at, null, handler), position).begin();
    }

    /// Writes an array to the bytes at `position` on.
    static CompletableFuture<@Nullable Void> write(Refusal array, AsynchronousFileChannel file, long position) {
        return new FileTransfer(array, (piece, at, handler) -> file.write(piece, at, null, handler), position).begin();
    }

    private CompletableFuture<@Nullable Void> begin() {
        try {
            next();
        } catch (RuntimeException refused) {
            end();
            throw array.of(refused, 0);
        }
        return result;
    }

    /// Starts the next piece, or ends.
    private void next() {
        long rest = array.segment().byteSize() - done;
        if (rest == 0 || result.isDone()) { // completed from outside: cancelled
            end();
            result.complete(null);
            return;
        }
        MemorySegment piece = array.segment().asSlice(done, Math.min(rest, PIECE_BYTES));
        operation.start(piece.asByteBuffer(), position + done, this);
    }

    @Override
    public void completed(Integer count, @Nullable Void nothing) {
        if (count < 0) {
            fail(new FileAccessException(
                    "the file is too short: array=%s, needed=%,d bytes from byte %,d on, found=%,d bytes; read a slice"
                            .formatted(array.handle(), array.segment().byteSize(), position, done)));
            return;
        }
        done += count;
        try {
            next();
        } catch (RuntimeException failure) { // such as that of a file that was closed
            fail(array.of(failure, 0));
        }
    }

    @Override
    public void failed(Throwable failure, @Nullable Void nothing) {
        fail(failure instanceof IOException cause
                ? new FileAccessException(
                        "a transfer failed: array=%s, position=%,d, cause=%s; check the file and the space there"
                                .formatted(array.handle(), position + done, cause.getMessage()),
                        cause)
                : failure);
    }

    private void fail(Throwable failure) {
        end();
        result.completeExceptionally(failure);
    }

    private void end() {
        pin.close();
        array.region().endUse();
    }
}
