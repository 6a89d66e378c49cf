package medusa.metrics;

import java.util.Locale;

/// What is counted. The meaning is part of the constant, so that every view of the figures can explain itself.
public enum Counter {
    ACCEPTED("connections accepted"),
    CONNECTED("outgoing connections established"),
    CLOSED("channels closed"),
    REFUSED_FULL("connections refused because the server's limit was reached"),
    REFUSED_ADDRESS("connections refused because their address had too many"),
    ACCEPT_PAUSES("times that accepting paused, mostly for want of descriptors"),
    HANDSHAKES("TLS handshakes that have succeeded"),
    HANDSHAKES_FAILED("TLS handshakes that have failed or took too long"),
    PROXY_HEADERS_REFUSED("connections of a proxy that did not say properly, or not in time, for whom they were"),
    BYTES_IN("bytes received"),
    BYTES_OUT("bytes sent"),
    TIMED_OUT("times that a channel reached its idle limit"),
    TOO_SLOW("times that a peer took or sent less than the least rate"),
    BROKEN("channels that ended with an error of the network or of a file being sent"),
    FAULTS("exceptions thrown by a channel's or a task's code"),
    INPUT_OVERFLOWS("channels closed because unread input outgrew its limit"),
    QUEUE_OVERFLOWS("channels closed because their output queue outgrew its limit"),
    LONG_TURNS("turns of the reactor that took longer than the limit"),
    STUCK_SNIPPETS("snippets of the interpreter that nothing could end"),
    LOGINS("log-ins by name and password"),
    LOGINS_REFUSED("log-ins refused, for a wrong name or password or too many of those"),
    UPLOADS("files that have been received whole"),
    UPLOADS_BROKEN("uploads that ended before their file was whole, those that can be continued among them"),
    HTTP_REQUESTS("HTTP requests"),
    HTTP_FAULTS("HTTP requests answered with 500 because an extension failed"),
    FTP_COMMANDS("FTP commands"),
    FTP_LOGINS("log-ins by FTP, those without a password among them"),
    FTP_DOWNLOADS("files that FTP clients have been sent whole"),
    FTP_UPLOADS("files that FTP clients have sent whole"),
    FTP_INCOMPLETE("transfers of files by FTP that ended before their time");

    private final String meaning;

    Counter(String meaning) {
        this.meaning = meaning;
    }

    /// What the number says, in words.
    public String meaning() {
        return meaning;
    }

    /// The name that configuration, monitor and metrics use: `accept-pauses`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
