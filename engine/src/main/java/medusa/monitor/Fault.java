package medusa.monitor;

import java.util.Locale;
import java.util.stream.Stream;

/// Why a call was not answered; the codes are part of the protocol. Those below -32099 are JSON-RPC's own.
public enum Fault {
    PARSE(-32700, "the line is no JSON text"),
    INVALID_REQUEST(-32600, "the JSON is no request of JSON-RPC 2.0"),
    UNKNOWN_METHOD(-32601, "there is no such method"),
    INVALID_PARAMS(-32602, "a parameter is missing, unknown or not what it should be"),
    INTERNAL(-32603, "the server failed at it; its log says more"),
    LOGIN_REQUIRED(-32001, "nobody has logged in on this connection"),
    LOGIN_REFUSED(-32002, "name or password is wrong, or there were too many failures from this address"),
    FORBIDDEN(-32003, "the role of who has logged in does not include it"),
    NOT_FOUND(-32004, "what it is about is not there"),
    REFUSED(-32005, "it cannot be done, or not now; the message says why"),
    TOO_LARGE(-32006, "the line, the data or the answers to a batch are larger than allowed"),
    BUSY(-32007, "too much is under way, on this connection or in all");

    private final int code;
    private final String meaning;

    Fault(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// The one with this number; [#INTERNAL] for one that is not known here.
    static Fault of(long code) {
        return Stream.of(values()).filter(fault -> fault.code == code).findFirst().orElse(INTERNAL);
    }

    /// JSON-RPC's number.
    public int code() {
        return code;
    }

    /// What it says, in words.
    public String meaning() {
        return meaning;
    }

    /// The name in an error's data: `invalid-params`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
