package io.millrace.engine.cli.top;

import io.millrace.engine.cli.top.Feed.Refresh;
import io.millrace.engine.cli.top.ScreenLine.Look;
import io.millrace.shm.FileAccessException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/// The live view on a terminal: full screen, drawn anew at each refresh and when the size changes, until
/// `q`, Ctrl-C or the end of the input.
///
/// One thread reads keys; signals and keys are events in one queue, at which the view waits for the
/// next refresh. A hook of the JVM puts the terminal back when another signal ends the program.
final class LiveView {
    private static final AttributedStyle BOLD = AttributedStyle.DEFAULT.bold();
    private static final AttributedStyle INVERSE = AttributedStyle.DEFAULT.inverse();

    private static final int CTRL_C = 3;

    private final Terminal terminal;
    private final Feed feed;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Size size;

    /// What ends a wait for the next refresh.
    private enum Event {
        RESIZED,
        QUIT
    }

    LiveView(Terminal terminal, Feed feed) {
        this.terminal = terminal;
        this.feed = feed;
        this.size = terminal.getSize();
    }

    /// Shows the file until the user quits, or so many times.
    ///
    /// @param count refreshes; 0 for no end
    /// @throws FileAccessException when the file is gone; the terminal is as it was then, too
    void run(Duration interval, long count) throws InterruptedException {
        Refresh refresh = feed.next();
        terminal.handle(Signal.INT, signal -> events.add(Event.QUIT));
        terminal.handle(Signal.QUIT, signal -> events.add(Event.QUIT));
        terminal.handle(Signal.WINCH, signal -> events.add(Event.RESIZED));
        Attributes before = takeKeys();
        Thread restore = new Thread(() -> leave(before), "millrace-terminal");
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            Thread.ofPlatform().daemon().name("millrace-keys").start(this::readKeys);
            show(refresh, interval, count);
        } finally {
            leave(before);
            Runtime.getRuntime().removeShutdownHook(restore);
        }
    }

    /// Has every key come as a character, Ctrl-C too: as a signal it would go to each process of the terminal's
    /// group, the programs that set its modes among them.
    ///
    /// @return the modes that the terminal had
    private Attributes takeKeys() {
        Attributes before = terminal.enterRawMode();
        Attributes keys = terminal.getAttributes();
        keys.setLocalFlag(LocalFlag.ISIG, false);
        terminal.setAttributes(keys);
        return before;
    }

    private void show(Refresh first, Duration interval, long count) throws InterruptedException {
        Refresh refresh = first;
        for (long shown = 1; ; shown++) {
            draw(refresh);
            if (shown == count || !waitFor(interval, refresh)) {
                return;
            }
            refresh = feed.next();
        }
    }

    /// Draws again when the size changes meanwhile.
    ///
    /// @return whether another refresh is wanted
    private boolean waitFor(Duration interval, Refresh refresh) throws InterruptedException {
        long end = System.nanoTime() + interval.toNanos();
        while (true) {
            Event event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                return true;
            }
            if (event == Event.QUIT) {
                return false;
            }
            size = terminal.getSize();
            draw(refresh);
        }
    }

    /// Writes the whole screen at once: a line is cleared before it is written, because clearing what follows
    /// its last column would take that column too.
    private void draw(Refresh refresh) {
        int rows = Math.max(1, size.getRows());
        int columns = Math.max(1, size.getColumns());
        List<ScreenLine> lines = new TopScreen(columns, rows).lines(refresh.snapshot(), refresh.rates());
        for (int row = 0; row < rows; row++) {
            terminal.puts(Capability.cursor_address, row, 0);
            terminal.puts(Capability.clr_eol);
            if (row < lines.size()) {
                ScreenLine line = lines.get(row);
                terminal.writer().write(new AttributedString(line.text(), style(line.look())).toAnsi(terminal));
            }
        }
        terminal.flush();
    }

    private static AttributedStyle style(Look look) {
        return switch (look) {
            case TITLE, ALERT -> BOLD;
            case HEADING -> INVERSE;
            case ROW -> AttributedStyle.DEFAULT;
        };
    }

    private void readKeys() {
        try {
            for (int key = terminal.reader().read(); key >= 0; key = terminal.reader().read()) {
                if (key == 'q' || key == 'Q' || key == CTRL_C) {
                    break;
                }
            }
        } catch (IOException closed) {
            // the terminal is gone, or this program ends
        }
        events.add(Event.QUIT);
    }

    private void leave(Attributes before) {
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
    }
}
