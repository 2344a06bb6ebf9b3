package io.millrace.engine.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One thing that `doctor` looked at.
///
/// @param subject what was looked at
/// @param fact what was found
/// @param remedy what to do; empty when there is nothing to do
record Finding(String subject, Verdict verdict, String fact, String remedy) {

    /// How it is.
    enum Verdict {
        /// As it should be.
        OK,
        /// Works, could be better or should be known.
        NOTE,
        /// Millrace does not work, or not for long, until this is mended.
        PROBLEM
    }

    static Finding ok(String subject, String fact) {
        return new Finding(subject, Verdict.OK, fact, "");
    }

    static Finding note(String subject, String fact, String remedy) {
        return new Finding(subject, Verdict.NOTE, fact, remedy);
    }

    static Finding problem(String subject, String fact, String remedy) {
        return new Finding(subject, Verdict.PROBLEM, fact, remedy);
    }

    Map<String, Object> json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("subject", subject);
        fields.put("verdict", lowerVerdict());
        fields.put("fact", fact);
        fields.put("remedy", remedy);
        return fields;
    }

    String lowerVerdict() {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
