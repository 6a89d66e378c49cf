package medusa.http;

/// What an HTTP server can do: all of it is extensions, tried in order. The first whose [#match] is true gets the request.
///
/// **Thread.** Every method is called on the reactor thread and must not block. An answer may come later, also in pieces:
/// see [HttpRequest#reply].
///
/// **Errors.** An [HttpException] becomes its error page; anything else thrown becomes a 500, is counted and logged once, and
/// disturbs nobody else.
public interface Extension {

    /// Whether this extension answers `request`. It may count the request, and add fields to whatever reply another one gives
    /// ([HttpRequest#addToReply]); but it leaves the body and the answer alone.
    boolean match(HttpRequest request);

    /// Answers `request`: exactly one [HttpReply] is to be sent, now or later. The body, if it has one, is dropped unless it
    /// is asked for before this returns (see [HttpRequest#body]).
    void handle(HttpRequest request) throws Exception;

    /// It is about to become part of `server`. What it throws keeps it out.
    default void installed(HttpServer server) throws Exception {}

    /// It is no longer part of `server`; requests that it has in hand are still its own to answer.
    default void removed(HttpServer server) throws Exception {}

    /// What it is called where it is installed under no other name.
    default String name() {
        return getClass().getSimpleName();
    }
}
