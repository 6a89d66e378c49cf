package medusa.http.extension;

import java.util.List;

import medusa.http.HttpReply;
import medusa.http.ReplyField;

/// What a file's path says of it, whatever is in it.
///
/// @param type   its media type
/// @param fields what the rules add to every reply with it
record FileLabel(String type, List<ReplyField> fields) {

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
