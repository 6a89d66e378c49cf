package medusa.monitor;

import static medusa.monitor.Param.optional;
import static medusa.monitor.Param.required;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import medusa.http.Place;

/// `extensions.*`.
final class ExtensionMethods {
    private static final int LARGEST_JAR = 16 << 20;

    private final ServerView view;

    ExtensionMethods(ServerView view) {
        this.view = view;
    }

    List<Method> methods() {
        Param name = required("name", Param.Type.TEXT, "which one");
        Param place = optional("position", Param.Type.TEXT,
                "`front`, `back` (behind the files, which answer everything), `before:NAME` or `after:NAME`; `before:files`");
        return List.of(
                new Method("extensions.list", Role.VIEW,
                        "What is asked about each HTTP request, first one first. `settings` only for the roles manage and eval, since they may"
                                + " hold secrets.",
                        List.of(), this::list),
                new Method("extensions.types", Role.VIEW,
                        "What could be installed: what comes with the server, and what is in its JARs.", List.of(),
                        call -> view.extensions().types().thenApply(types -> Map.of("types", types))),
                new Method("extensions.install", Role.MANAGE,
                        "Makes an extension and asks it from the next request on. It is gone after the next start. What comes from a"
                                + " JAR, or names folders or files, needs the role eval.",
                        List.of(required("type", Param.Type.TEXT, "one of `extensions.types`"),
                                optional("name", Param.Type.TEXT, "of its own; the type"),
                                optional("settings", Param.Type.TABLE, "those of the type, as in the configuration"),
                                optional("enabled", Param.Type.FLAG, "true"), place),
                        this::install),
                new Method("extensions.remove", Role.MANAGE, "Takes one out.", List.of(name),
                        call -> done(view.extensions().remove(call.text("name")))),
                new Method("extensions.enable", Role.MANAGE, "Asks one again that was disabled.", List.of(name),
                        call -> done(view.extensions().enable(call.text("name"), true))),
                new Method("extensions.disable", Role.MANAGE, "Asks one no more; it stays installed.", List.of(name),
                        call -> done(view.extensions().enable(call.text("name"), false))),
                new Method("extensions.move", Role.MANAGE, "Asks one earlier or later.", List.of(name, place),
                        call -> done(view.extensions().move(call.text("name"), place(call)))),
                new Method("extensions.reload", Role.MANAGE,
                        "Makes one again, of the same settings and from its JAR as that is now. Requests in hand stay with the"
                                + " old one.",
                        List.of(name), call -> done(view.extensions().reload(call.text("name")))),
                new Method("extensions.load", Role.EVAL,
                        "Takes a JAR of the server's machine, until the server ends: its types can be installed, and extensions"
                                + " of an older version reloaded.",
                        List.of(required("path", Param.Type.TEXT,
                                "of the file; it must belong to whoever may run code in the server")),
                        call -> types(view.extensions().take(call.text("path")))),
                new Method("extensions.upload", Role.EVAL,
                        "The same with a JAR sent in pieces, one after another on one connection; `received` is how many bytes"
                                + " there are. The last one answers as `extensions.load`.",
                        List.of(required("name", Param.Type.TEXT, "of the file: `greeting.jar`"),
                                required("data", Param.Type.TEXT, "the next piece, in base64; no line is over 1 MiB"),
                                optional("offset", Param.Type.NUMBER,
                                        "how many bytes came before; 0 begins anew, which is the default"),
                                optional("last", Param.Type.FLAG, "whether this is the last one; true")),
                        this::upload));
    }

    private Map<String, Object> list(Call call) {
        boolean all = call.session().role().includes(Role.MANAGE);
        List<ExtensionControl.Listed> listed = view.extensions().list();
        return Map.of("extensions",
                all ? listed : listed.stream().map(ExtensionControl.Listed::withoutSettings).toList());
    }

    private CompletionStage<?> install(Call call) throws MonitorException {
        Map<String, Object> table = new HashMap<>(call.table("settings"));
        for (String own : List.of("type", "name", "enabled")) {
            if (table.containsKey(own)) {
                throw new MonitorException(Fault.INVALID_PARAMS, "params.settings: " + own + " stands beside settings");
            }
            if (call.has(own)) {
                table.put(own, call.params().get(own));
            }
        }
        boolean trusted = call.session().role().includes(Role.EVAL);
        return done(view.extensions().install(table, place(call), trusted));
    }

    private static Place place(Call call) throws MonitorException {
        String position = call.optionalText("position").orElse("before:files");
        int colon = position.indexOf(':');
        String name = position.substring(colon + 1);
        return switch (colon < 0 ? position : position.substring(0, colon)) {
            case "front" -> Place.FRONT;
            case "back" -> Place.BACK;
            case "before" -> Place.before(name);
            case "after" -> Place.after(name);
            default -> throw call.method().param("position").wrong("front, back, before:NAME or after:NAME", position);
        };
    }

    private static CompletionStage<Map<String, Object>> done(CompletionStage<?> change) {
        return change.thenApply(_ -> Map.of());
    }

    private static CompletionStage<Map<String, Object>> types(CompletionStage<List<ExtensionControl.Type>> taken) {
        return taken.thenApply(types -> Map.of("types", types));
    }

    /// What has come of a JAR.
    private static final class Upload extends ByteArrayOutputStream {
        private final String name;

        Upload(String name) {
            this.name = name;
        }
    }

    private Object upload(Call call) throws MonitorException {
        String name = call.text("name");
        long offset = call.number("offset", 0, LARGEST_JAR, 0);
        Upload upload = offset == 0 ? new Upload(name) : call.session().get(Upload.class);
        if (upload == null || !upload.name.equals(name) || upload.size() != offset) {
            throw new MonitorException(Fault.REFUSED, upload == null || !upload.name.equals(name)
                    ? "nothing of " + name + " has come on this connection; begin with offset 0"
                    : "the next piece of " + name + " begins at " + upload.size());
        }
        byte[] piece = decoded(call);
        if (upload.size() + piece.length > LARGEST_JAR) {
            call.session().remove(Upload.class);
            throw new MonitorException(Fault.TOO_LARGE, "a JAR has no more than " + (LARGEST_JAR >> 20) + " MiB");
        }
        upload.writeBytes(piece);
        if (!call.flag("last", true)) {
            call.session().put(upload);
            return Map.of("received", upload.size());
        }
        call.session().remove(Upload.class);
        CompletableFuture<List<ExtensionControl.Type>> taken = view.extensions().take(name, upload.toByteArray());
        return types(taken);
    }

    private static byte[] decoded(Call call) throws MonitorException {
        try {
            return Base64.getDecoder().decode(call.text("data"));
        } catch (IllegalArgumentException e) {
            throw new MonitorException(Fault.INVALID_PARAMS, "params.data: expected base64 (RFC 4648 §4)");
        }
    }
}
