package medusa.monitor;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/// The description of the native protocol, as Markdown: what it is in words, and each method as the table of methods has it.
final class ProtocolPage {
    private static final String WORDS = """
            # The monitor's protocol

            How a program looks into a running Medusa and changes it. `medusa monitor` and [MonitorClient](src/main/java/medusa/monitor/MonitorClient.java)
            speak it; this page is for whoever writes another client. A test holds it against the server.

            ## Connections

            The server listens on a Unix-domain socket (`monitor.listen = "auto"`: `monitor.sock` in `$XDG_RUNTIME_DIR/medusa` or
            `~/.medusa/run`), or at an address, with TLS unless that is this machine's own (`127.0.0.1`, `[::1]`, `localhost`). Over TLS
            a client has nobody to ask whether the certificate is right: it should remember the one it saw first, and refuse another.

            Both sides send **one JSON text a line**, in UTF-8, by [JSON-RPC 2.0](https://www.jsonrpc.org/specification). The server speaks
            first:

            ```json
            {"jsonrpc":"2.0","method":"hello","params":{"server":"medusa","protocol":1,"user":"anna","role":"eval"}}
            ```

            `protocol` changes when an old client would misunderstand. `user` and `role` are there if no log-in is needed, as on the socket;
            else `login` has the mechanisms that are offered, today `["SCRAM-SHA-256"]`, and nothing but `login.*` is answered. A client
            should believe `user` on the socket only: a server on the network that wants no log-in has not shown who it is.

            - Parameters are named (an object). A parameter that a method does not know is an error, so that a typing mistake shows.
            - Answers may come out of order: go by `id` (text or a whole number). A request without `id` is carried out and not answered.
            - A batch is a list of 1 to 100 requests. Its answers come together, when the last one is made; those that would make them
              longer than 1 MiB are errors (`too-large`), though what they asked for was done.
            - What the server sends unasked are requests without `id`: `connections.changed`, `server.figures`, `log.added`, each with the
              number of its `watch`.
            - Members may be added to answers at any time; members that have nothing to say are left out.

            ## Log-in

            SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding: `login.start` with the client's first message is answered with the
            server's challenge, `login.finish` with the client's proof is answered with the server's, which a client should check. There is
            one try for each connection. Whatever is wrong, be it name or password, is answered alike, a second after it was sent, and the
            connection ends. Ten failures from one address within a quarter of an hour and it is refused for half a minute, then twice
            as long each time, up to a quarter of an hour. Who has not logged in after 20 seconds is sent away.

            Users are kept in the file `monitor.users`, each with a role; `medusa passwd --monitor FILE USER --role ROLE` makes it.

            | role | may |
            |---|---|
            | `view` | look |
            | `manage` | also change what the server does: connections, buffers, listeners, extensions that it has and that name no folders or files; stop it |
            | `eval` | also run code in the server, its own or a JAR's, which is everything that the process can do |

            Log-ins, snippets and changes are noted in `audit.log` in the state folder. If that cannot be written no code is run and
            nothing changed.

            ## Limits

            A line has no more than 1 MiB, before the log-in 8 KiB; a longer one is passed over and answered with an error (before the log-in
            the connection ends). 64 requests may be under way on a connection, and 16 watches; 256 connections in all, 16 of them from
            one address, and 8 from which nobody has logged in: one more ends the oldest of those. JSON is nested no
            deeper than 32. Output waits for a slow client up to `limits.queue`; a watch sends nothing more before what it has sent has
            been taken, and then everything that has changed since at once.

            A `filter` has no more than 200 characters and 8 words, and the watches of all users have no more than 32 different ones;
            without a filter there is always room. `connections.list`, `buffers.list` and the watches show the connections as they were
            a tenth of a second ago or less, longer ago if there are so many that looking takes the server more than 5 ms: however many
            ask, it looks once.

            ## Errors

            `message` is for a person and may change; `code`, and `kind` in `data`, stay.

            ```json
            {"jsonrpc":"2.0","id":7,"error":{"code":-32003,"message":"server.stop needs the role manage; anna has view","data":{"kind":"forbidden"}}}
            ```

            | code | kind | meaning |
            |---|---|---|
            """;

    private ProtocolPage() {}

    /// @param examples gives the lines of a method's example
    static String of(Collection<Method> methods, UnaryOperator<String> examples) {
        StringBuilder page = new StringBuilder(WORDS);
        for (Fault fault : Fault.values()) {
            page.append("| ").append(fault.code()).append(" | `").append(fault.label()).append("` | ")
                    .append(fault.meaning()).append(" |\n");
        }
        page.append("\n## Methods\n");
        for (Method method : methods) {
            add(page, method);
            page.append("\n```json\n").append(examples.apply(method.name())).append("```\n");
        }
        return page.toString();
    }

    private static void add(StringBuilder page, Method method) {
        page.append("\n### ").append(method.name()).append("\n\n").append(method.about()).append(' ')
                .append(method.role() == null ? "Anybody." : "Role: " + method.role().label() + ".").append('\n');
        List<Param> params = method.params();
        if (!params.isEmpty()) {
            page.append("\n| parameter | takes | for |\n|---|---|---|\n");
            params.forEach(param -> page.append("| `").append(param.name()).append("`").append(
                    param.required() ? "" : " (optional)").append(" | ").append(param.type().words()).append(" | ")
                    .append(param.about().replace("|", "\\|")).append(" |\n"));
        }
    }

    /// What stands in the example of a method on such a page.
    static String example(String page, String method) {
        int section = page.indexOf("\n### " + method + "\n");
        int from = page.indexOf("```json\n", section);
        int to = page.indexOf("```\n", from + 1);
        return section < 0 || from < 0 || to < 0 ? "" : page.substring(from + "```json\n".length(), to);
    }
}
