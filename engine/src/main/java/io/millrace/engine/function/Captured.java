package io.millrace.engine.function;

import io.millrace.shm.message.Carrier.Output;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The values that one lambda captured, on their way into a message.
record Captured(SerializedLambda form, Class<?> capturing) {
    private static final String VALUE =
            "captured values travel as Codec.any() carries them: make it a record, or capture only the texts, numbers, arrays and handles of this memory that the function needs";

    void put(int index, Output out) {
        Object value = form.getCapturedArg(index);
        boolean self = index == 0 && hasReceiver() && isOfCapturingClass(value);
        String step = self ? ".this" : ".captured[%d]".formatted(index);
        Class<?> kind = kindThere(value);
        if (kind != null) {
            requireDeclaredAs(kind, index, value, out);
        }
        out.putValue(step, value, self ? thisRemedy() : VALUE);
    }

    /// Instance methods take their object first; a static one, or a constructor, has none.
    private boolean hasReceiver() {
        int kind = form.getImplMethodKind();
        return kind != MethodHandleInfo.REF_invokeStatic && kind != MethodHandleInfo.REF_newInvokeSpecial;
    }

    private boolean isOfCapturingClass(@Nullable Object value) {
        return capturing.isInstance(value);
    }

    private String thisRemedy() {
        return "the function in %s uses `this`, by a field or method of it: copy the field to a local variable first and use that, or make the method static, or the class a record"
                .formatted(capturing.getName());
    }

    /// What a collection is for its receiver, whatever class it has here.
    private static @Nullable Class<?> kindThere(@Nullable Object value) {
        return switch (value) {
            case Record _ -> null;
            case List<?> _ -> List.class;
            case Set<?> _ -> Set.class;
            case Map<?, ?> _ -> Map.class;
            case Map.Entry<?, ?> _ -> Map.Entry.class;
            case null, default -> null;
        };
    }

    /// A variable of type `ArrayList` cannot hold the `List` that arrives.
    private void requireDeclaredAs(Class<?> kind, int index, @Nullable Object value, Output out) {
        Class<?> declared = declared(index);
        if (value != null && declared != null && !declared.isAssignableFrom(kind)) {
            throw out.refusal(value.getClass(), ".captured[%d] is declared as %s, but arrives as an unmodifiable %s; declare the variable as %s"
                    .formatted(index, declared.getName(), kind.getSimpleName(), kind.getSimpleName()));
        }
    }

    /// The type as which the implementation takes that value; null when it cannot be said.
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
