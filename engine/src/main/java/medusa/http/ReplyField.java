package medusa.http;

/// One header field of a reply, known to be one: whoever reads it from a configuration learns at once of what could end its
/// line, and no request has to pay for a second look.
///
/// @param name  a token, and none of those that the server itself adds
/// @param value of visible characters, spaces and tabs
public record ReplyField(String name, String value) {
    /// @throws IllegalArgumentException as [HttpReply#header]
    public ReplyField {
        HttpReply.requireField(name, value);
    }
}
