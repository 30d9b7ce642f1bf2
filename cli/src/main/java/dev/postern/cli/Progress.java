package dev.postern.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Says on standard error what a command is doing when that takes more than a second. The line is written over each
 * second, and taken away before the answer is printed.
 */
final class Progress {
    private static final long PERIOD = 1000;

    private final PrintWriter err;
    private Optional<Timer> timer = Optional.empty();
    private String stage = "";
    private int seconds;
    private int shown;

    Progress(PrintWriter err) {
        this.err = err;
    }

    /** Begins to count; {@link #stop} ends that. */
    synchronized void start(String first) {
        stop();
        stage = first;
        seconds = 0;
        Timer clock = new Timer("progress", true);
        timer = Optional.of(clock);
        clock.scheduleAtFixedRate(
                new TimerTask() {
                    @Override
                    public void run() {
                        tick();
                    }
                },
                PERIOD,
                PERIOD);
    }

    /** What is done from here on. */
    synchronized void stage(String next) {
        stage = next;
    }

    /** A second has gone by. */
    synchronized void tick() {
        seconds++;
        show("postern: " + stage + " ... " + seconds + " s");
    }

    private void show(String line) {
        err.print('\r' + line + " ".repeat(Math.max(0, shown - line.length())) + '\r');
        err.flush();
        shown = line.length();
    }

    /** Ends it and takes the line away; nothing happens when there is none. */
    synchronized void stop() {
        timer.ifPresent(Timer::cancel);
        timer = Optional.empty();
        if (shown > 0) {
            show("");
        }
    }
}
