package io.millrace.engine.cli.html;

import io.millrace.shm.FileAccessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A page: a title, a first sentence, and sections. The page is one file without scripts that loads
/// nothing; it is readable on narrow and wide screens, in light and dark, and on paper.
public final class HtmlPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
            img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <header>
            <h1>%s</h1>
            <p>%s</p>
            </header>
            <main>
            """;

    private final String title;
    private final String lead;
    private final StringBuilder body = new StringBuilder();
    private boolean open;

    /// A page without sections.
    ///
    /// @param lead the sentences below the title
    public HtmlPage(String title, String lead) {
        this.title = title;
        this.lead = lead;
    }

    /// Begins a section.
    public HtmlPage section(String heading) {
        endSection();
        body.append("<section>\n<h2>").append(Markup.escaped(heading)).append("</h2>\n");
        open = true;
        return this;
    }

    /// Adds a paragraph of plain text.
    public HtmlPage text(String paragraph) {
        body.append("<p>").append(Markup.escaped(paragraph)).append("</p>\n");
        return this;
    }

    /// Adds a part.
    public HtmlPage add(HtmlPart part) {
        part.appendTo(body);
        return this;
    }

    /// Adds parts that stand beside each other where there is room.
    public HtmlPage addBeside(Iterable<? extends HtmlPart> parts) {
        body.append("<div class=\"grid\">\n");
        parts.forEach(part -> part.appendTo(body));
        body.append("</div>\n");
        return this;
    }

    private void endSection() {
        body.append(open ? "</section>\n" : "");
        open = false;
    }

    /// Writes the page to a file, which is replaced if it exists.
    ///
    /// @throws FileAccessException when the file cannot be written
    public void writeTo(Path file) {
        try {
            Files.writeString(file, toString(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new FileAccessException(
                    "cannot write the page: file=%s, cause=%s; choose a path in a folder that exists and is writable"
                            .formatted(file, failure),
                    failure);
        }
    }

    @Override
    public String toString() {
        endSection();
        String name = Markup.escaped(title);
        String head = HEAD.formatted(name, StyleSheet.text(), name, Markup.escaped(lead));
        return head + body + "</main>\n</body>\n</html>\n";
    }
}
