package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every value promises, whatever its element type.
class NumericValueContractTest {
    private static SharedMemory memory;

    @BeforeAll
    static void open() {
        memory = SharedMemory.temporary(1 << 20);
    }

    @AfterAll
    static void close() {
        memory.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyReadSeesWhatAnyWriteWrote(ElementType type) {
        Typed value = Typed.value(memory, type);
        assertEquals(value.of(0), value.call("get"));
        double number = -5;
        for (String write : List.of("set", "setPlain", "setRelease")) {
            for (String read : List.of("get", "getPlain", "getAcquire")) {
                Object expected = value.of(number++);
                value.call(write, expected);
                assertEquals(expected, value.call(read), write + " " + read);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void atomicsReturnWhatTheirNamesSay(ElementType type) {
        Typed value = Typed.value(memory, type);
        assertEquals(value.of(0), value.call("getAndSet", value.of(7)));
        assertEquals(value.of(7), value.call("getAndAdd", value.of(-10)));
        assertEquals(value.of(-1), value.call("addAndGet", value.of(2)));
        assertEquals(value.of(0), value.call("incrementAndGet"));
        assertEquals(value.of(1), value.call("incrementAndGet"));
        assertEquals(false, value.call("compareAndSet", value.of(2), value.of(3)));
        assertEquals(true, value.call("compareAndSet", value.of(1), value.of(-6)));
        Object multiply = value.multiplication("getAndAccumulate");
        assertEquals(value.of(-6), value.call("getAndAccumulate", value.of(7), multiply));
        assertEquals(value.of(-42), value.call("get"));
    }

    @ParameterizedTest
    @EnumSource
    void sumsWrapAroundAtTheExtremesOfTheType(ElementType type) {
        Typed value = Typed.value(memory, type);
        Object largest =
                switch (type) {
                    case BYTE -> Byte.MAX_VALUE;
                    case SHORT -> Short.MAX_VALUE;
                    case INT -> Integer.MAX_VALUE;
                    case LONG -> Long.MAX_VALUE;
                    case FLOAT -> Float.MAX_VALUE;
                    case DOUBLE -> Double.MAX_VALUE;
                };
        Object next =
                switch (type) {
                    case BYTE -> Byte.MIN_VALUE;
                    case SHORT -> Short.MIN_VALUE;
                    case INT -> Integer.MIN_VALUE;
                    case LONG -> Long.MIN_VALUE;
                    case FLOAT -> Float.MAX_VALUE;
                    case DOUBLE -> Double.MAX_VALUE;
                };
        value.call("set", largest);
        assertEquals(next, value.call("incrementAndGet"));
        assertEquals(next, value.call("get"));
    }

    @ParameterizedTest
    @EnumSource
    void valueTellsItsTypeAndName(ElementType type) {
        NumericValue value = (NumericValue) Typed.value(memory, type).handle();
        assertEquals(type, value.elementType());
        String typeName = value.getClass().getSimpleName();
        assertEquals(typeName + "[" + value.name() + "]", value.toString());
    }
}
