package dev.postern.network;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.postern.model.AuthorizationCheck.Attribute;
import java.util.Optional;

/**
 * What istiod refuses among the values that a rule compares with. Source: istio, {@code
 * pkg/config/security/security.go}; Go, {@code net/netip}.
 */
final class IstioValues {
    private static final int MAX_ACCOUNTS = 16;
    private static final int MAX_ACCOUNT = 320;
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    /** Of a segment of a path: RFC 3986, appendix A. */
    private static final CharMatcher LITERAL = DIGITS.or(CharMatcher.inRange('a', 'z'))
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.anyOf("-._~%!$&'()+,;:@="));

    private IstioValues() {}

    /** The first fault, a phrase that goes on from the name of the field. */
    static Optional<String> fault(Attribute attribute, ImmutableList<String> values) {
        if (attribute == Attribute.SERVICE_ACCOUNT && values.size() > MAX_ACCOUNTS) {
            return Optional.of("has more than " + MAX_ACCOUNTS + " values");
        }
        for (String value : values) {
            Optional<String> fault = value.isEmpty() ? Optional.of("has an empty value") : fault(attribute, value);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> fault(Attribute attribute, String value) {
        return switch (attribute) {
            case SOURCE_IP, REMOTE_IP, DESTINATION_IP -> when(!isBlock(value), "has what is no address or CIDR");
            case PORT -> when(!isPort(value), "has what is no port number");
            case SERVICE_ACCOUNT ->
                when(!isAccount(value), "has what is neither a service account nor namespace/account");
            case PATH -> when(!isPath(value), "has braces that are no template");
            default -> Optional.empty();
        };
    }

    private static Optional<String> when(boolean wrong, String fault) {
        return wrong ? Optional.of(fault) : Optional.empty();
    }

    /** No zeros in front, neither of a number nor of the length of the prefix. */
    private static boolean isBlock(String value) {
        int slash = value.indexOf('/');
        String address = slash < 0 ? value : value.substring(0, slash);
        boolean padded = address.indexOf(':') < 0
                && Splitter.on('.').splitToStream(address).anyMatch(IstioValues::isPadded);
        if (padded || slash >= 0 && isPadded(value.substring(slash + 1))) {
            return false;
        }
        return slash < 0
                ? IpAddress.parse(withoutZone(address)).isPresent()
                : IpRanges.parseCidr(value).isPresent();
    }

    /** A lone IPv6 address may name an interface: nothing that arrives has such an address. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone > 0 && zone < address.length() - 1 && address.indexOf(':') >= 0
                ? address.substring(0, zone)
                : address;
    }

    private static boolean isPadded(String number) {
        return number.length() > 1 && number.charAt(0) == '0';
    }

    private static boolean isPort(String value) {
        String number = CharMatcher.is('0').trimLeadingFrom(value);
        return DIGITS.matchesAllOf(value)
                && (number.isEmpty() || number.length() <= 5 && Integer.parseInt(number) <= PortSet.MAX_PORT);
    }

    private static boolean isAccount(String value) {
        int slash = value.indexOf('/');
        return value.indexOf('*') < 0
                && value.length() <= MAX_ACCOUNT
                && slash != 0
                && slash != value.length() - 1
                && (slash < 0 || value.indexOf('/', slash + 1) < 0);
    }

    /** <code>{*}</code> and, as the last of them, <code>{**}</code> are whole segments; other braces are none. */
    private static boolean isPath(String value) {
        boolean template = value.contains("{*}") || value.contains("{**}");
        boolean ended = false;
        for (String segment : Splitter.on('/').split(CharMatcher.is('/').trimFrom(value))) {
            boolean all = segment.equals("{**}");
            if (all || segment.equals("{*}")) {
                if (ended) {
                    return false;
                }
                ended = all;
            } else if (segment.indexOf('{') >= 0
                    || segment.indexOf('}') >= 0
                    || template && (segment.isEmpty() || !LITERAL.matchesAllOf(segment))) {
                return false;
            }
        }
        return true;
    }
}
