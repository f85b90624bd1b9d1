package io.samegate.api.tls;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Elliptic curve keys in the form of RFC 5915 ({@code EC PRIVATE KEY}), which openssl and cfssl write and Java does not read.
 * They are wrapped into PKCS #8, which differs by saying first what kind of key it is. Stateless.
 */
final class Sec1 {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN EC PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END EC PRIVATE KEY-----");
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;

    private Sec1() {}

    /** The key as PKCS #8, if it is of this form; otherwise what was given. The curve is the public key's. */
    static byte[] toPkcs8(byte[] pem, PublicKey publicKey) {
        Matcher matcher = PEM.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!matcher.find() || !publicKey.getAlgorithm().equals("EC")) {
            return pem;
        }
        byte[] key = Base64.getMimeDecoder().decode(matcher.group(1));
        byte[] version = {INTEGER, 1, 0};
        byte[] pkcs8 = der(SEQUENCE, version, algorithm(publicKey), der(OCTETS, key));
        String text = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The first element of the public key's encoding says algorithm and curve; that of a curve is always short. */
    private static byte[] algorithm(PublicKey publicKey) {
        byte[] encoded = publicKey.getEncoded();
        int start = encoded[1] >= 0 ? 2 : 2 + (encoded[1] & 0x7f);
        return Arrays.copyOfRange(encoded, start, start + 2 + encoded[start + 1]);
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            body.writeBytes(content);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = body.size();
        if (length > 0xff) {
            element.write(0x82);
            element.write(length >> 8);
        } else if (length > 0x7f) {
            element.write(0x81);
        }
        element.write(length);
        element.writeBytes(body.toByteArray());
        return element.toByteArray();
    }
}
