package medusa.http;

/// What an [HttpException] becomes on the wire.
final class ErrorReply {
    private ErrorReply() {}

    /// For a request that is in hand.
    static void send(HttpRequest request, HttpException error) {
        int status = error.status();
        if (error.loginHelps() && request.user().isAnonymous() && request.offersLogin()) {
            status = 401;
            request.challenges().forEach(challenge -> request.addToReply("WWW-Authenticate", challenge));
        }
        ErrorPage page = ErrorPage.of(status, error.getMessage(), PageFormat.of(request.headers().first("Accept")));
        HttpReply reply = request.reply(status).header("Content-Type", page.contentType()).header("Vary", "Accept");
        error.fields().forEach(reply::header);
        reply.header("Content-Security-Policy", ErrorPage.policy()).send(page.body());
    }

    /// The answer to what could not be read, or not to its end.
    ///
    /// @param head     null if it could not be read
    /// @param withBody whether more than the head is wanted
    /// @return bytes of its body
    static int push(HttpChannel to, RequestHead head, boolean withBody, HttpException error) {
        ErrorPage page = ErrorPage.of(error.status(), error.getMessage(),
                PageFormat.of(head == null ? null : head.headers().first("Accept")));
        to.pushHead(error.status(), "Content-Type: " + page.contentType() + "\r\nContent-Length: "
                + page.body().length + "\r\nVary: Accept\r\n", HttpReply.Prepared.NO_FIELDS);
        if (!withBody) {
            return 0;
        }
        to.push(page.body());
        return page.body().length;
    }
}
