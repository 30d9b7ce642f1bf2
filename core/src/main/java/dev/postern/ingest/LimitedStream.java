package dev.postern.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Stops an input that is too long, or that inflates to far more than a real dump would. */
final class LimitedStream extends FilterInputStream {
    private final LongSupplier compressed;
    private long bytes;

    /** {@code compressed} counts the bytes that these were inflated from; 0 for plain input. */
    LimitedStream(InputStream in, LongSupplier compressed) {
        super(in);
        this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    private void count(long read) {
        bytes += read;
        if (bytes > Limits.BYTES) {
            throw new MalformedInput(
                    "too-large",
                    "the input is longer than " + (Limits.BYTES >> 30) + " GiB; split it and name the parts",
                    0,
                    0);
        }
        long from = compressed.getAsLong();
        if (from > 0 && bytes > Limits.INFLATE_FREE && bytes / from > Limits.INFLATE_RATIO) {
            throw new MalformedInput(
                    "too-large",
                    "the file inflates to more than " + Limits.INFLATE_RATIO
                            + " times its size, as no dump of a cluster does; inflate it yourself if it is one",
                    0,
                    0);
        }
    }
}
