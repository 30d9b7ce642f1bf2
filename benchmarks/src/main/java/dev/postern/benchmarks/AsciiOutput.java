package dev.postern.benchmarks;

import java.io.IOException;
import java.io.OutputStream;

/** A buffer before a stream of ASCII text. */
final class AsciiOutput {
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int size;

    AsciiOutput(OutputStream out) {
        this.out = out;
    }

    void write(char c) throws IOException {
        if (size == buffer.length) {
            flush();
        }
        buffer[size++] = (byte) c;
    }

    void write(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            write(text.charAt(i));
        }
    }

    /** In double quotes; the generator uses no control characters but line ends. */
    void quoted(String text) throws IOException {
        write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                write("\\n");
            } else {
                if (c == '"' || c == '\\') {
                    write('\\');
                }
                write(c);
            }
        }
        write('"');
    }

    void spaces(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write(' ');
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
        out.flush();
    }
}
