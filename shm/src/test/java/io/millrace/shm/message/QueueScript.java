package io.millrace.shm.message;

import io.millrace.shm.QueueClosedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WrongRegionTypeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What another user of a queue does, one line after the other: the same for a thread with an
/// attachment of its own and for another JVM. Each line has one line of answer: `ok`, values, or the
/// simple name of what was thrown.
final class QueueScript implements AutoCloseable {
    private @Nullable SharedMemory memory;
    private @Nullable SharedQueue<String> queue;
    private @Nullable Delivery<String> delivery;
    private @Nullable Claim claim;

    String answer(String line) {
        String[] words = line.split(" ");
        try {
            return switch (words[0]) {
                case "open" -> open(Path.of(words[1]), words[2]);
                case "leave" -> leave();
                case "put" -> {
                    queue.put(words[1]);
                    yield "ok";
                }
                case "offer" -> Boolean.toString(queue.offer(words[1], millis(words[2])));
                case "take" -> queue.take();
                case "poll" -> String.valueOf(queue.poll(millis(words[1])));
                case "deliver" -> deliver(millis(words[1]));
                case "ack" -> {
                    delivery.ack();
                    yield "ok";
                }
                case "release" -> {
                    delivery.release();
                    yield "ok";
                }
                case "claim" -> {
                    claim = queue.claim(Long.parseLong(words[1]));
                    yield "ok";
                }
                case "publish" -> {
                    claim.segment().fill((byte) 'c');
                    claim.publish();
                    yield "ok";
                }
                case "close" -> {
                    queue.close();
                    yield "ok";
                }
                case "produce" -> produce(words[1], Integer.parseInt(words[2]));
                case "consume" -> String.join(",", consume(words[1]));
                case "awaitAllAcked" -> Boolean.toString(queue.awaitAllAcked(millis(words[1])));
                case "virtual" -> virtual(Integer.parseInt(words[1]));
                case "interrupted" -> interrupted(words[1]);
                case "wrongCodec" -> wrongCodec();
                default -> throw new IllegalArgumentException(line);
            };
        } catch (Throwable thrown) {
            return thrown.getClass().getSimpleName();
        }
    }

    private static Duration millis(String number) {
        return Duration.ofMillis(Long.parseLong(number));
    }

    private String open(Path file, String name) {
        memory = SharedMemory.attach(file);
        queue = memory.queue(name, Codec.utf8());
        return "ok";
    }

    private String leave() {
        close();
        return "ok";
    }

    private String deliver(Duration timeout) throws InterruptedException {
        delivery = queue.pollDelivery(timeout);
        return delivery == null ? "null" : delivery.value() + " " + delivery.attempts();
    }

    /// Messages of all sizes; the number is the order of this producer.
    private String produce(String producer, int count) throws InterruptedException {
        List<String> batch = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            String message = producer + ":" + number + ":" + "x".repeat(number * 7 % 90);
            if (number % 3 == 0) {
                queue.put(message);
            } else {
                batch.add(message);
            }
            if (number % 3 == 2 || number == count - 1) {
                queue.putAll(batch);
                batch.clear();
            }
        }
        return "ok";
    }

    /// Until the queue is closed and empty; what was taken, without the padding.
    private List<String> consume(String how) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        try {
            while (true) {
                switch (how) {
                    case "take" -> taken.add(queue.take());
                    case "drainTo" -> {
                        taken.add(queue.take());
                        queue.drainTo(taken, 5);
                    }
                    case "process" -> queue.process(Duration.ofSeconds(1), taken::add);
                    case "deliver" -> {
                        Delivery<String> one = queue.takeDelivery();
                        taken.add(one.value());
                        one.ack();
                    }
                    default -> queue.drain(
                            (source, offset, byteSize) ->
                                    taken.add(Codec.utf8().decode(source.asSlice(offset, byteSize))),
                            100,
                            Duration.ofSeconds(1));
                }
            }
        } catch (QueueClosedException end) {
            return taken.stream().map(message -> message.substring(0, message.lastIndexOf(':'))).toList();
        }
    }

    /// So many virtual threads take one message each.
    private String virtual(int count) throws Exception {
        List<String> taken = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                all.add(threads.submit(queue::take));
            }
            for (Future<String> one : all) {
                taken.add(one.get());
            }
        }
        return Integer.toString(taken.stream().distinct().toList().size());
    }

    /// A thread that waits is interrupted; what it throws.
    private String interrupted(String how) throws InterruptedException {
        List<String> thrown = new ArrayList<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                switch (how) {
                    case "take" -> queue.take();
                    case "put" -> queue.put("interrupted");
                    default -> queue.awaitAllAcked();
                }
            } catch (InterruptedException expected) {
                thrown.add("InterruptedException " + Thread.currentThread().isInterrupted());
            }
        });
        thread.interrupt();
        thread.join();
        return String.join(",", thrown);
    }

    private String wrongCodec() {
        try {
            memory.queue(queue.name(), Codec.bytes());
            return "opened";
        } catch (WrongRegionTypeException expected) {
            String message = expected.getMessage();
            return message.contains("utf8") && message.contains("bytes") ? "refused" : message;
        }
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
