package io.millrace.engine.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The result of one check.
///
/// @param subject what was checked
/// @param fact what was found
/// @param remedy what to do; empty when nothing has to be done
record Finding(String subject, Verdict verdict, String fact, String remedy) {

    /// Whether Millrace works.
    enum Verdict {
        /// It works well.
        OK,
        /// It works, but could work better.
        NOTE,
        /// It does not work, or not for long, until the problem is solved.
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
