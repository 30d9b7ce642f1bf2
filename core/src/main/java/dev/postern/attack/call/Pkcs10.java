package dev.postern.attack.call;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Certification requests (RFC 2986) as the API server takes them: PEM. They are made with a key that everybody can make,
 * so that equal input gives equal bytes; who means to use the certificate puts a key of their own in its place.
 */
final class Pkcs10 {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0c;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int ATTRIBUTES = 0xa0;
    private static final int SHORT_LENGTH = 0x80;
    private static final int ONE_BYTE_LENGTH = 0x100;

    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final byte[] ORGANIZATION = {0x06, 0x03, 0x55, 0x04, 0x0a};
    private static final byte[] ED25519 = {0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70};

    private Pkcs10() {}

    /** A request for a user name and groups, which Kubernetes takes from common name and organizations. */
    static String pem(String user, List<String> groups) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new Zeros());
            KeyPair pair = generator.generateKeyPair();
            ImmutableList.Builder<byte[]> names = ImmutableList.builder();
            groups.forEach(group -> names.add(name(ORGANIZATION, group)));
            names.add(name(COMMON_NAME, user));
            byte[] info = der(
                    SEQUENCE,
                    der(INTEGER, new byte[] {0}),
                    der(SEQUENCE, names.build().toArray(new byte[0][])),
                    pair.getPublic().getEncoded(),
                    der(ATTRIBUTES));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(info);
            byte[] request = der(SEQUENCE, info, ED25519, der(BIT_STRING, new byte[] {0}, signature.sign()));
            String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request);
            return "-----BEGIN CERTIFICATE REQUEST-----\n" + text + "\n-----END CERTIFICATE REQUEST-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    private static byte[] name(byte[] attribute, String value) {
        byte[] text = der(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8));
        return der(SET, der(SEQUENCE, attribute, text));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < SHORT_LENGTH) {
            out.write(length);
        } else if (length < ONE_BYTE_LENGTH) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** The opposite of random: the key is for show. */
    private static final class Zeros extends SecureRandom {
        private static final long serialVersionUID = 1;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
