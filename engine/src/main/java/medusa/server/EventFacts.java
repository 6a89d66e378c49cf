package medusa.server;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import medusa.filesystem.VirtualPath;
import medusa.ftp.FtpEvent;
import medusa.reactor.Addresses;
import medusa.server.FtpConfig.Occasion;

/// What has happened, as texts for programs of others. Immutable.
///
/// @param path  in the tree; empty where there is none
/// @param from  the path before a rename; else empty
/// @param way   `up` or `down` of a transfer; else empty
/// @param bytes of a transfer that have gone
record EventFacts(Occasion on, Instant when, long session, String user, String address, String path, String from,
        String way, long bytes) {
    /// In front of the bytes of names that are no text.
    private static final char BYTE = 0xdc00;
    private static final JsonFactory JSON = new JsonFactory();
    private static final EventFacts NOTHING = new EventFacts(Occasion.LOGIN, Instant.EPOCH, 0, "", "", "", "", "", 0);

    static EventFacts of(FtpEvent event, Instant when) {
        return switch (event) {
            case FtpEvent.LoggedIn it -> of(Occasion.LOGIN, when, it, "", "", "", 0);
            case FtpEvent.LoggedOut it -> of(Occasion.LOGOUT, when, it, "", "", "", 0);
            case FtpEvent.Transferred it -> of(occasion(it), when, it, text(it.path()), "",
                    it.direction() == FtpEvent.Direction.UP ? "up" : "down", it.bytes());
            case FtpEvent.Deleted it -> of(Occasion.DELETE, when, it, text(it.path()), "", "", 0);
            case FtpEvent.Renamed it -> of(Occasion.RENAME, when, it, text(it.to()), text(it.from()), "", 0);
            case FtpEvent.FolderMade it -> of(Occasion.FOLDER, when, it, text(it.path()), "", "", 0);
        };
    }

    private static Occasion occasion(FtpEvent.Transferred it) {
        if (!it.complete()) {
            return Occasion.INCOMPLETE;
        }
        return it.direction() == FtpEvent.Direction.UP ? Occasion.UPLOAD : Occasion.DOWNLOAD;
    }

    private static EventFacts of(Occasion on, Instant when, FtpEvent event, String path, String from, String way,
            long bytes) {
        FtpEvent.Client client = event.client();
        return new EventFacts(on, when, client.session(), client.user(), Addresses.text(client.address()), path, from,
                way, bytes);
    }

    /// Where it is not UTF-8, a byte beyond ASCII is half of a surrogate pair, which stands for nothing: see [#isText].
    private static String text(VirtualPath path) {
        String bytes = path.toString();
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            StringBuilder text = new StringBuilder(bytes);
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) >= 0x80) {
                    text.setCharAt(i, (char) (BYTE + text.charAt(i)));
                }
            }
            return text.toString();
        }
    }

    /// Whether a value is a name that can be written down as text.
    static boolean isText(String value) {
        return value.chars().noneMatch(c -> c >= BYTE && c <= BYTE + 0xff);
    }

    /// A name that is no text, percent-encoded.
    private static String encoded(String value) {
        StringBuilder bytes = new StringBuilder(value);
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.charAt(i) >= BYTE) {
                bytes.setCharAt(i, (char) (bytes.charAt(i) - BYTE));
            }
        }
        return VirtualPath.parse(bytes.toString()).encoded();
    }

    /// By the names that settings use for them.
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("event", on.name().toLowerCase(Locale.ROOT));
        values.put("time", when.toString());
        values.put("session", Long.toString(session));
        values.put("user", user);
        values.put("address", address);
        values.put("path", path);
        values.put("from", from);
        values.put("direction", way);
        values.put("bytes", Long.toString(bytes));
        return values;
    }

    /// Whether `argument` stands for one of the facts: `{path}`.
    static boolean isPlaceholder(String argument) {
        return argument.startsWith("{") && argument.endsWith("}")
                && NOTHING.values().containsKey(argument.substring(1, argument.length() - 1));
    }

    /// All of them: `{event}, {time}, …`
    static String placeholders() {
        return NOTHING.values().keySet().stream().map(name -> '{' + name + '}').collect(Collectors.joining(", "));
    }

    /// Whether there is one in it.
    static boolean holdsPlaceholder(String argument) {
        return NOTHING.values().keySet().stream().anyMatch(name -> argument.contains("{" + name + "}"));
    }

    /// What `argument` stands for, or itself.
    String resolve(String argument) {
        return isPlaceholder(argument) ? values().get(argument.substring(1, argument.length() - 1)) : argument;
    }

    /// An object with all of them, those that are empty left out. A path that is not UTF-8 is percent-encoded, as `path-encoded`.
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> each : values().entrySet()) {
                if (each.getKey().equals("session") || each.getKey().equals("bytes")) {
                    json.writeNumberField(each.getKey(), Long.parseLong(each.getValue()));
                } else if (!isText(each.getValue())) {
                    json.writeStringField(each.getKey() + "-encoded", encoded(each.getValue()));
                } else if (!each.getValue().isEmpty()) {
                    json.writeStringField(each.getKey(), each.getValue());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it is memory
        }
        return text.toString();
    }
}
