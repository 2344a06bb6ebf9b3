package io.millrace.engine.internal.lambda;

import io.millrace.shm.internal.codec.ValueCodec.Output;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/// Writes the values that a lambda captured into a message.
record Captured(SerializedLambda form, Class<?> capturing) {
    private static final String VALUE =
            "captured values travel as Codec.any() carries them: make it a record, or capture only the texts,"
                    + " numbers, arrays and handles of this memory that the function needs";

    void put(int index, Output out) {
        Object value = form.getCapturedArg(index);
        boolean self = index == 0 && hasReceiver() && isOfCapturingClass(value);
        String step = self ? ".this" : ".captured[%s]".formatted(index);
        Class<?> declared = declared(index);
        out.putDeclared(step, declared == null ? Object.class : declared, value, self ? thisRemedy() : VALUE);
    }

    /// Whether the first captured value is the receiver: static methods and constructors have none.
    private boolean hasReceiver() {
        int kind = form.getImplMethodKind();
        return kind != MethodHandleInfo.REF_invokeStatic && kind != MethodHandleInfo.REF_newInvokeSpecial;
    }

    private boolean isOfCapturingClass(@Nullable Object value) {
        return capturing.isInstance(value);
    }

    private String thisRemedy() {
        return ("the function in %s uses `this`, by a field or method of it: copy the field to a local variable first"
                + " and use that, or make the method static, or the class a record; a class inside it whose objects"
                + " are made has to be static too")
                .formatted(capturing.getName());
    }

    /// The type of the parameter that takes this value; null when it cannot be found out.
    private @Nullable Class<?> declared(int index) {
        try {
            boolean receiver = hasReceiver();
            if (receiver && index == 0) {
                return Class.forName(form.getImplClass().replace('/', '.'), false, capturing.getClassLoader());
            }
            MethodType type =
                    MethodType.fromMethodDescriptorString(form.getImplMethodSignature(), capturing.getClassLoader());
            return type.parameterType(receiver ? index - 1 : index);
        } catch (ClassNotFoundException | TypeNotPresentException | IndexOutOfBoundsException unknown) {
            return null;
        }
    }
}
