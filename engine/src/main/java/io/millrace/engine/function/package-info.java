/// User code that crosses processes.
///
/// A lambda or method reference travels as its name: the class it was written in, the interface it
/// implements, the method it stands for, and the values it captured. The receiver asks that class for
/// it, by the method `$deserializeLambda$` that every compiler adds to a class with serializable
/// lambdas. That method knows only the lambdas of its own source, so no message can name another method;
/// no Java serialization takes part.
///
/// | to read about                     | begin with         |
/// |-----------------------------------|--------------------|
/// | functions in `Codec.any()`        | `FunctionCodec`    |
/// | what is known of one lambda class | `LambdaClass`      |
/// | the two doors into the JDK        | `LambdaForms`      |
/// | exceptions that always fit        | `ThrownBytes`      |
@NullMarked
package io.millrace.engine.function;

import org.jspecify.annotations.NullMarked;
