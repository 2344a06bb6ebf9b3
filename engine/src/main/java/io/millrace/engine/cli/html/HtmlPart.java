package io.millrace.engine.cli.html;

/// A part of a page that stands below a heading.
@FunctionalInterface
public interface HtmlPart {
    /// Appends the part as HTML in which every text is escaped.
    void appendTo(StringBuilder html);
}
