package io.millrace.engine.internal.array;

import io.millrace.engine.expression.Expression;
import io.millrace.engine.internal.expression.Node;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The way from an expression to its tree, which its public methods do not show.
final class ExpressionAccess {
    private static final MethodHandle NODE = find();

    private ExpressionAccess() {}

    private static MethodHandle find() {
        try {
            return MethodHandles.privateLookupIn(Expression.class, MethodHandles.lookup())
                    .findVirtual(Expression.class, "node", MethodType.methodType(Node.class));
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    static Node nodeOf(Expression expression) {
        try {
            return (Node) NODE.invokeExact(expression);
        } catch (RuntimeException | Error failure) { // null
            throw failure;
        } catch (Throwable never) {
            throw new AssertionError(never);
        }
    }
}
