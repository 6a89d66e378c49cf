package medusa.http;

/// The syntax of `host [":" port]` (RFC 3986 §3.2, RFC 9110 §7.2), over bytes.
///
/// Two things that RFC 3986 allows are refused: a comma, since it is what is left where two Host lines were joined, and a
/// port above 65535.
final class Authority {
    private static final ByteSet NAME = ByteSet.UNRESERVED.or(ByteSet.SUB_DELIMS).without(ByteSet.of(","));
    private static final ByteSet FUTURE = ByteSet.UNRESERVED.or(ByteSet.SUB_DELIMS).or(ByteSet.of(":"));
    private static final int GROUPS = 8;

    private Authority() {}

    /// Whether the bytes are a host that is not empty, and perhaps a port, which may be empty.
    static boolean isValid(byte[] bytes, int start, int end) {
        int hostEnd = hostEnd(bytes, start, end);
        return hostEnd > start && (hostEnd == end || bytes[hostEnd] == ':' && isPort(bytes, hostEnd + 1, end));
    }

    /// Where the host ends; -1 if it is not one.
    static int hostEnd(byte[] bytes, int start, int end) {
        if (start < end && bytes[start] == '[') {
            int close = start + 1;
            while (close < end && bytes[close] != ']') {
                close++;
            }
            return close < end && isLiteral(bytes, start + 1, close) ? close + 1 : -1;
        }
        int i = start;
        while (i < end && bytes[i] != ':') {
            if (bytes[i] == '%') {
                if (end - i < 3 || !ByteSet.HEX.contains(bytes[i + 1]) || !ByteSet.HEX.contains(bytes[i + 2])) {
                    return -1;
                }
                i += 3;
            } else if (NAME.contains(bytes[i])) {
                i++;
            } else {
                return -1;
            }
        }
        return i;
    }

    private static boolean isPort(byte[] bytes, int start, int end) {
        int port = 0;
        for (int i = start; i < end; i++) {
            if (!ByteSet.DIGIT.contains(bytes[i])) {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
            if (port > 0xffff) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLiteral(byte[] bytes, int start, int end) {
        return start < end && (bytes[start] == 'v' || bytes[start] == 'V')
                ? isFuture(bytes, start + 1, end)
                : isIpv6(bytes, start, end);
    }

    private static boolean isFuture(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && ByteSet.HEX.contains(bytes[i])) {
            i++;
        }
        if (i == start || i + 1 >= end || bytes[i] != '.') {
            return false;
        }
        for (i++; i < end; i++) {
            if (!FUTURE.contains(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(byte[] bytes, int start, int end) {
        int groups = 0;
        boolean gap = false;
        int i = start;
        if (i + 1 < end && bytes[i] == ':' && bytes[i + 1] == ':') {
            gap = true;
            i += 2;
        }
        while (i < end) {
            int stop = groupEnd(bytes, i, end);
            if (stop < end && bytes[stop] == '.') {
                groups += 2;
                return isIpv4(bytes, i, end) && (gap ? groups < GROUPS : groups == GROUPS);
            }
            if (stop == i || stop - i > 4) {
                return false;
            }
            groups++;
            i = stop;
            if (i == end) {
                break;
            }
            if (bytes[i] != ':' || ++i == end) {
                return false; // a single colon at the end
            }
            if (bytes[i] == ':') {
                if (gap) {
                    return false;
                }
                gap = true;
                i++;
            }
        }
        return gap ? groups < GROUPS : groups == GROUPS;
    }

    private static int groupEnd(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end && ByteSet.HEX.contains(bytes[i])) {
            i++;
        }
        return i;
    }

    /// `dec-octet` has no leading zeros: some readers take them for octal.
    private static boolean isIpv4(byte[] bytes, int start, int end) {
        int i = start;
        for (int part = 0; part < 4; part++) {
            int first = i;
            int octet = 0;
            while (i < end && i - first < 3 && ByteSet.DIGIT.contains(bytes[i])) {
                octet = octet * 10 + bytes[i++] - '0';
            }
            boolean leadingZero = i - first > 1 && bytes[first] == '0';
            if (i == first || octet > 0xff || leadingZero || (part < 3 && (i == end || bytes[i++] != '.'))) {
                return false;
            }
        }
        return i == end;
    }
}
