package io.millrace.shm.interop;

import io.millrace.shm.message.Codec;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.BytesIn;
import net.openhft.chronicle.bytes.BytesMarshallable;
import net.openhft.chronicle.bytes.BytesOut;

/// Messages written with Chronicle's `BytesOut` and read with its `BytesIn`, straight in the memory
/// that carries them.
///
/// What writes and reads must keep neither the object it is given nor its address: as soon as it
/// returns, the memory is somebody else's.
public final class ChronicleCodecs {
    private static final int MAX_NAME_BYTES = 63;
    private static final String PREFIX = "marshallable:";

    private ChronicleCodecs() {}

    /// For a class that writes and reads itself. Each message that arrives is a new object, made with
    /// the constructor without parameters, which need not be public. The name of the codec is that
    /// of the class, or its end and a checksum when it is long.
    ///
    /// @throws IllegalArgumentException it has no such constructor, or is abstract
    public static <T extends BytesMarshallable> Codec<T> marshallable(Class<T> type) {
        Constructor<T> constructor = constructor(type);
        return of(
                name(type.getName()),
                (value, out) -> {
                    if (value.getClass() != type) {
                        throw new IllegalArgumentException("the message is of another class: class=%s, codec=%s"
                                .formatted(value.getClass().getName(), type.getName()));
                    }
                    value.writeMarshallable(out);
                },
                in -> {
                    T value = create(constructor);
                    value.readMarshallable(in);
                    return value;
                });
    }

    /// For whatever two functions write and read; `name`, 1 to 63 bytes of UTF-8, tells this format
    /// from every other.
    ///
    /// @throws IllegalArgumentException the name is shorter or longer
    public static <T> Codec<T> of(
            String name, BiConsumer<T, BytesOut<?>> write, Function<BytesIn<?>, T> read) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "the name of a codec has 1 to 63 bytes of UTF-8: name=" + name + ", bytes=" + bytes);
        }
        return new ChronicleCodec<>(
                name, Objects.requireNonNull(write, "write"), Objects.requireNonNull(read, "read"), null);
    }

    private static String name(String className) {
        String whole = PREFIX + className;
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_NAME_BYTES) {
            return whole;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        String tail = className;
        String head = "%s%08x:".formatted(PREFIX, crc.getValue());
        while ((head + tail).getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            tail = tail.substring(tail.offsetByCodePoints(0, 1));
        }
        return head + tail;
    }

    private static <T> Constructor<T> constructor(Class<T> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException("cannot make objects of an abstract class: class=" + type.getName());
        }
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException none) {
            throw new IllegalArgumentException("the class has no constructor without parameters: class="
                    + type.getName() + "; add one, or use ChronicleCodecs.of", none);
        }
    }

    private static <T> T create(Constructor<T> constructor) {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(
                    "the constructor failed: class=" + constructor.getDeclaringClass().getName(), thrown.getCause());
        } catch (InstantiationException | IllegalAccessException refused) {
            throw new IllegalStateException(
                    "no object can be made: class=" + constructor.getDeclaringClass().getName(), refused);
        }
    }
}
