package io.millrace.shm.data;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Arrays move from and to asynchronous files, and what they need stays open meanwhile.
class FileTransferTest {
    private final SharedMemory memory = SharedMemory.temporary(256L << 20);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void aSliceIsWrittenAndReadInSeveralPieces() throws IOException {
        LongArray out = memory.newLongArray("out", 9_000_000); // 72 MB
        out.setAll(i -> i * i);
        LongArray in = memory.newLongArray("in", 9_000_000);
        Path path = Files.createFile(folder.resolve("file"));
        try (AsynchronousFileChannel file = AsynchronousFileChannel.open(path, READ, WRITE)) {
            out.slice(1, 8_999_999).writeTo(file, 16).join();
            assertEquals(16 + 8 * 8_999_998L, file.size());
            in.slice(1, 8_999_999).readFrom(file, 16).join();
        }
        in.set(8_999_999, out.get(8_999_999));
        assertEquals(-1, in.segment().mismatch(out.segment()));
        memory.newByteArray("none", 0);
        try (AsynchronousFileChannel file = AsynchronousFileChannel.open(path, READ)) {
            in.slice(5, 5).readFrom(file, 0).join();
        }
    }

    @Test
    void whatCannotBeMovedIsRefused() throws IOException {
        IntArray array = memory.newIntArray("array", 10);
        Path path = Files.write(folder.resolve("file"), new byte[39]);
        try (AsynchronousFileChannel read = AsynchronousFileChannel.open(path, READ);
                AsynchronousFileChannel write = AsynchronousFileChannel.open(path, WRITE);
                SharedMemory readOnly = SharedMemory.attachReadOnly(memory.file())) {
            var tooShort = assertThrows(CompletionException.class, array.readFrom(read, 0)::join).getCause();
            assertTrue(tooShort instanceof FileAccessException, tooShort::toString);
            assertTrue(tooShort.getMessage().contains("found=39 bytes"), tooShort::getMessage);
            assertThrows(IllegalArgumentException.class, () -> array.readFrom(read, -1));
            assertThrows(NonReadableChannelException.class, () -> array.readFrom(write, 0));
            assertThrows(NonWritableChannelException.class, () -> array.writeTo(read, 0));
            assertThrows(UnsupportedOperationException.class, () -> readOnly.intArray("array").readFrom(read, 0));
            readOnly.intArray("array").writeTo(write, 0).join();
            assertArrayEquals(new byte[40], Files.readAllBytes(path));
            memory.drop("array");
            assertThrows(RegionDroppedException.class, () -> array.writeTo(write, 0));
        }
    }

    @Test
    void theMemoryStaysUntilTheTransferHasEnded() {
        DoubleArray array = memory.newDoubleArray("array", 10);
        StoppedFile file = new StoppedFile();
        CompletableFuture<Void> transfer = array.readFrom(file, 0);
        assertThrows(IllegalStateException.class, () -> memory.drop("array"));
        var inUse = assertThrows(IllegalStateException.class, memory::close);
        assertTrue(inUse.getMessage().contains("a transfer of DoubleArray[array"), inUse::getMessage);
        file.goOn(8);
        assertFalse(transfer.isDone());
        assertEquals(1.5, array.get(0));
        transfer.cancel(false);
        assertThrows(IllegalStateException.class, () -> memory.drop("array"));
        file.goOn(8);
        memory.drop("array");
    }

    /// A file whose reads end when the test says so.
    private static final class StoppedFile extends AsynchronousFileChannel {
        private Runnable next = () -> {};
        private int count;

        void goOn(int bytes) {
            count = bytes;
            next.run();
        }

        @Override
        public <A> void read(
                ByteBuffer target, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
            next = () -> {
                target.order(ByteOrder.LITTLE_ENDIAN).putDouble(1.5);
                handler.completed(count, attachment);
            };
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public AsynchronousFileChannel truncate(long size) {
            return this;
        }

        @Override
        public void force(boolean metaData) {}

        @Override
        public <A> void lock(
                long position,
                long size,
                boolean shared,
                A attachment,
                CompletionHandler<FileLock, ? super A> handler) {}

        @Override
        public Future<FileLock> lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Integer> read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <A> void write(
                ByteBuffer source, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Integer> write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
