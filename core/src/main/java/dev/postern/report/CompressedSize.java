package dev.postern.report;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** How large text becomes when it is gzipped, piece by piece; a little more than in one piece, never less. */
final class CompressedSize {
    private final Deflater deflater = new Deflater();
    private final byte[] buffer = new byte[8192];
    private long size;

    /** The size of everything so far and of this text. */
    long with(String text) {
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        int written;
        do {
            written = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            size += written;
        } while (written == buffer.length);
        return size;
    }

    void end() {
        deflater.end();
    }
}
