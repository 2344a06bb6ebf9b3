package io.millrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The Markdown pages below a folder, which the paths of pages are relative to.
public record MarkdownPages(Path root) {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]+\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    /// The text of a page without its fenced blocks.
    public String prose(Path page) throws IOException {
        return FENCED.matcher(Files.readString(root.resolve(page))).replaceAll("");
    }

    /// The targets of a page's links, pictures included, as they are written.
    public List<String> links(Path page) throws IOException {
        return groups(LINK, prose(page));
    }

    /// Each link of the pages, behind the page that has it, that leads to no file below the folder, or to no heading
    /// of its page. Links to other machines are not followed.
    public Set<String> deadLinks(Collection<Path> pages) throws IOException {
        Set<String> dead = new TreeSet<>();
        for (Path page : pages) {
            for (String link : links(page)) {
                if (!link.contains("://") && !leadsSomewhere(page, link)) {
                    dead.add(page + ": " + link);
                }
            }
        }
        return dead;
    }

    private boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (target.startsWith("..") || !Files.exists(root.resolve(target))) {
            return false;
        }
        return parts.length == 1
                || groups(HEADING, prose(target)).stream().anyMatch(heading -> anchor(heading).equals(parts[1]));
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
    }

    /// What the first group of the pattern matches, in order.
    public static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
