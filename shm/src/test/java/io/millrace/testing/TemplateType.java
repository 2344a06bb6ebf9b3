package io.millrace.testing;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/// An element type in a template of [Templates]: what stands for its words, and which conditions it meets.
///
/// @param name as in Java, such as `double`
record TemplateType(String name) {
    private static final Set<String> FLOATING = Set.of("float", "double");
    private static final Set<String> SUBWORD = Set.of("byte", "short");

    /// Whether lines under `#if[condition]` are of this type.
    boolean is(String condition) {
        return switch (condition) {
            case "floating" -> isFloating();
            case "subword" -> isSubword();
            case "integer" -> !isFloating() && !isSubword();
            case "wide" -> name.equals(wide());
            case "narrow" -> !name.equals(wide());
            case "cast" -> !cast().isEmpty();
            default -> condition.startsWith("!") ? !is(condition.substring(1)) : condition.equals(name);
        };
    }

    boolean isFloating() {
        return FLOATING.contains(name);
    }

    private boolean isSubword() {
        return SUBWORD.contains(name);
    }

    /// As in `DoubleArray`.
    String capitalized() {
        return capitalized(name);
    }

    /// A line with what stands for the words in it.
    String filledIn(String line) {
        String text = line.replace("$type$", name)
                .replace("$Type$", capitalized())
                .replace("$TYPE$", name.toUpperCase(Locale.ROOT))
                .replace("$Box$", name.equals("int") ? "Integer" : capitalized())
                .replace("$a$", name.equals("int") ? "an" : "a")
                .replace("$wide$", wide())
                .replace("$Wide$", capitalized(wide()))
                .replace("$Promoted$", isSubword() ? "Int" : capitalized())
                .replace("$Jdk$", capitalized(jdk()))
                .replace("$OfIndex$", ofIndex())
                .replace("$cast$", cast())
                .replace("$one$", one())
                .replace("$wrapping$", isFloating() ? "" : ", wrapping")
                .replace("$bitwise$", isFloating() ? ", bit by bit" : "")
                .replace("$precision$", name.equals("float") ? "24" : "53");
        return text.replaceAll("\\$of\\((\\w+)\\)\\$", Matcher.quoteReplacement(ofBits()).replace("BITS", "$1"))
                .replaceAll("\\$bits\\((\\w+)\\)\\$", Matcher.quoteReplacement(toBits()).replace("VALUE", "$1"));
    }

    private String wide() {
        return isFloating() ? "double" : "long";
    }

    private String jdk() {
        return isFloating() ? "double" : isSubword() ? "int" : name;
    }

    private String ofIndex() {
        return name.equals("long") ? "LongUnaryOperator" : "LongTo" + capitalized(jdk()) + "Function";
    }

    private String cast() {
        return name.equals(jdk()) ? "" : "(" + name + ") ";
    }

    private String one() {
        return switch (name) {
            case "double" -> "1.0";
            case "float" -> "1.0f";
            case "long" -> "1L";
            default -> cast() + "1";
        };
    }

    private String ofBits() {
        return switch (name) {
            case "double" -> "Double.longBitsToDouble(BITS)";
            case "float" -> "Float.intBitsToFloat((int) BITS)";
            case "long" -> "BITS";
            default -> "(int) BITS";
        };
    }

    private String toBits() {
        return switch (name) {
            case "double" -> "Double.doubleToRawLongBits(VALUE)";
            case "float" -> "Float.floatToRawIntBits(VALUE)";
            default -> "VALUE";
        };
    }

    private static String capitalized(String type) {
        return Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }
}
