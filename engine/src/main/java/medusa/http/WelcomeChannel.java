package medusa.http;

import medusa.reactor.LineChannel;

/// Answers every HTTP request with one page, until the server can do better: proof that bytes go from a browser to the
/// reactor and back. One request for each connection.
public final class WelcomeChannel extends LineChannel {
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_LINES = 100;
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Medusa</title>
            <style>
              :root { color-scheme: light dark }
              body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem }
            </style>
            <h1>Medusa is running</h1>
            <p>This page came over one reactor thread. Files will follow.
            </html>
            """;

    private String request = "";
    private int lines;

    /// A channel for one connection.
    public WelcomeChannel() {
        super(LONGEST_LINE);
    }

    @Override
    protected void line(String line) {
        if (request.isEmpty()) {
            request = line;
        } else if (line.isEmpty()) {
            answer();
        } else if (++lines > MOST_LINES) {
            reply("431 Request Header Fields Too Large", "Too many header lines.\n", "text/plain");
        }
    }

    @Override
    protected void lineTooLong() {
        reply("431 Request Header Fields Too Large", "A header line is too long.\n", "text/plain");
    }

    private void answer() {
        if (!request.matches("[A-Z]{1,20} [!-~]+ HTTP/1\\.[01]")) {
            reply("400 Bad Request", "This is not an HTTP/1.1 request.\n", "text/plain");
        } else if (request.startsWith("GET ") || request.startsWith("HEAD ")) {
            reply("200 OK", PAGE, "text/html; charset=utf-8");
        } else {
            reply("501 Not Implemented", "Only GET and HEAD are understood here.\n", "text/plain");
        }
    }

    /// Every character of the bodies is one byte.
    private void reply(String status, String body, String type) {
        push("HTTP/1.1 " + status + "\r\nServer: Medusa\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length()
                + "\r\nConnection: close\r\n\r\n" + (request.startsWith("HEAD ") ? "" : body));
        closeWhenDone();
    }

    @Override
    protected String doing() {
        return request;
    }
}
