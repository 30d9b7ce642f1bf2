package dev.postern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final StringWriter err = new StringWriter();
    private final Progress progress = new Progress(new PrintWriter(err));

    @Test
    void eachSecondWritesOverTheOneBefore() {
        progress.start("reading");
        progress.tick();
        progress.stage("go");
        progress.tick();
        assertThat(err.toString()).isEqualTo("\rpostern: reading ... 1 s\r\rpostern: go ... 2 s     \r");
        progress.stop();
    }

    @Test
    void theLineIsTakenAwayInTheEnd() {
        progress.start("reading");
        progress.tick();
        err.getBuffer().setLength(0);
        progress.stop();
        assertThat(err.toString()).isEqualTo("\r" + " ".repeat("postern: reading ... 1 s".length()) + "\r");
    }

    @Test
    void whatIsQuickSaysNothing() {
        progress.start("reading");
        progress.stop();
        progress.stop();
        assertThat(err.toString()).isEmpty();
    }
}
