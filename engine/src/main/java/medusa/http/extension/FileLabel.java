package medusa.http.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import medusa.http.HttpReply;
import medusa.http.ReplyField;

/// What a file's path says of it, whatever is in it.
///
/// @param type   its media type
/// @param fields what the rules add to every reply with it
record FileLabel(String type, List<ReplyField> fields) {
    /// What a browser runs scripts of, opened by its address.
    private static final Set<String> ACTIVE = Set.of("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml",
            "application/xml");
    private static final ReplyField SANDBOX = new ReplyField("Content-Security-Policy", "sandbox");
    private static final ReplyField NO_GUESSING = new ReplyField("X-Content-Type-Options", "nosniff");

    /// The same for a file that somebody may have put there over the network: its scripts would run with the rights of whoever
    /// looks at it. What the administrator says of these fields himself stays.
    FileLabel sandboxed() {
        List<ReplyField> all = new ArrayList<>(fields);
        addUnlessThere(all, NO_GUESSING);
        String plain = type.split(";")[0].strip();
        if (ACTIVE.contains(plain) || plain.endsWith("+xml")) {
            addUnlessThere(all, SANDBOX);
        }
        return new FileLabel(type, List.copyOf(all));
    }

    private static void addUnlessThere(List<ReplyField> fields, ReplyField added) {
        if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase(added.name()))) {
            fields.add(added);
        }
    }

    HttpReply addTo(HttpReply reply) {
        fields.forEach(field -> reply.header(field.name(), field.value()));
        return reply;
    }

    /// The fields as whole header lines.
    String lines() {
        StringBuilder lines = new StringBuilder();
        fields.forEach(field -> lines.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        return lines.toString();
    }
}
