package io.millrace.engine.internal.worker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;

/// Encodes arguments of the `java` launcher for an argument file (`java @file`). Unlike the command
/// line, the file can be read by this user alone, and its length has no limit.
///
/// Each argument stands in quotes on its own line. Inside quotes a backslash escapes a backslash, a
/// quote and the letters for line feed, carriage return, tab and form feed; every other character,
/// a space or `#` too, stands for itself. The launcher parses bytes, and the JVM decodes them with
/// the platform's encoding (`sun.jnu.encoding`): this class encodes first and escapes second.
public final class ArgumentFile {
    /// The character that Java puts in place of bytes which the platform's encoding does not
    /// define.
    private static final char REPLACEMENT = '\uFFFD';

    /// A byte that no platform encoding defines: the child decodes it to `REPLACEMENT` again.
    private static final int UNDECODABLE = 0xFF;

    private ArgumentFile() {}

    /// The content of the file.
    ///
    /// @throws IllegalArgumentException when an argument holds a NUL, or a character that the
    ///         platform's encoding lacks
    public static byte[] of(List<String> arguments) {
        return of(arguments, platform());
    }

    static byte[] of(List<String> arguments, Charset charset) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (String argument : arguments) {
            file.write('"');
            for (byte each : encoded(argument, charset)) {
                escape(each, file);
            }
            file.write('"');
            file.write('\n');
        }
        return file.toByteArray();
    }

    private static Charset platform() {
        String name = System.getProperty("sun.jnu.encoding");
        return name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    private static void escape(byte each, ByteArrayOutputStream file) {
        int letter = switch (each) {
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\f' -> 'f';
            case '"', '\\' -> each;
            default -> 0;
        };
        if (letter != 0) {
            file.write('\\');
        }
        file.write(letter != 0 ? letter : each);
    }

    private static byte[] encoded(String argument, Charset charset) {
        if (argument.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "an argument of a JVM cannot hold a NUL character: argument=%s; leave it out"
                            .formatted(name(argument).replace("\0", "\\0")));
        }
        CharsetEncoder encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        if (encoder.canEncode(REPLACEMENT)) {
            return encoded(argument, encoder);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int from = 0;
        for (int at = argument.indexOf(REPLACEMENT); at >= 0; at = argument.indexOf(REPLACEMENT, from)) {
            bytes.writeBytes(encoded(argument.substring(from, at), encoder));
            bytes.write(UNDECODABLE);
            from = at + 1;
        }
        bytes.writeBytes(encoded(argument.substring(from), encoder));
        return bytes.toByteArray();
    }

    private static byte[] encoded(String text, CharsetEncoder encoder) {
        try {
            ByteBuffer bytes = encoder.encode(CharBuffer.wrap(text));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException unmappable) {
            throw new IllegalArgumentException(
                    ("an argument of a JVM holds characters that the platform's encoding lacks: argument=%s,"
                            + " encoding=%s; run under a UTF-8 locale (LC_ALL=C.UTF-8)")
                            .formatted(name(text), encoder.charset().name()),
                    unmappable);
        }
    }

    /// The argument for a message; without the value of a system property, which may be a secret.
    private static String name(String argument) {
        int end = argument.startsWith("-D") ? argument.indexOf('=') : -1;
        return end < 0 ? argument : argument.substring(0, end);
    }
}
