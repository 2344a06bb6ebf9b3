/// Sends user code, that is functions and exceptions, between processes.
///
/// A lambda or method reference is encoded as the class that contains it, the interface that it
/// implements, the method that it calls, and the values that it captured. The receiver calls the
/// method `$deserializeLambda$` of that class, which compilers add to every class with serializable
/// lambdas. That method makes the lambdas of its own class only, so a message cannot name any other
/// method. Java serialization is not used.
///
/// | subject                           | class              |
/// |-----------------------------------|--------------------|
/// | functions in `Codec.any()`        | `FunctionCodec`    |
/// | facts about the class of a lambda | `LambdaClass`      |
/// | the interface to the JDK          | `LambdaForms`      |
/// | exceptions in limited space       | `ThrownBytes`      |
@NullMarked
package io.millrace.engine.internal.lambda;

import org.jspecify.annotations.NullMarked;
