package medusa.monitor;

import medusa.reactor.Channel;

/// A line of JSON with its end, in two pieces: the first is its own, the second was made once for all the lines that end with it,
/// and is not copied for each of them if it is large.
record Line(byte[] own, byte[] common) {
    private static final byte[] NOTHING = {};
    /// No line at all.
    static final Line NONE = new Line(NOTHING);

    Line(byte[] own) {
        this(own, NOTHING);
    }

    int length() {
        return own.length + common.length;
    }

    void pushTo(Channel channel) {
        for (byte[] piece : new byte[][]{own, common}) {
            if (piece.length > 0) {
                channel.push(piece);
            }
        }
    }

    /// @return where it ends in `bytes`
    int copyTo(byte[] bytes, int at) {
        System.arraycopy(own, 0, bytes, at, own.length);
        System.arraycopy(common, 0, bytes, at + own.length, common.length);
        return at + length();
    }
}
