package medusa.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.http.Extension;
import medusa.http.ExtensionBlock;
import medusa.http.ExtensionContext;
import medusa.http.Extensions;
import medusa.http.Place;

/// The extensions that the configuration asks for, in front of the files. Those that came in another way are left alone.
/// Reactor thread only, but for the start.
final class WebExtensions {
    private static final Logger log = LoggerFactory.getLogger(WebExtensions.class);

    /// The one behind all others.
    static final String FILES = "files";
    /// Names that the server gives itself.
    static final Set<String> RESERVED = Set.of(FILES, "secure-redirect");

    private final Extensions extensions;
    private final ExtensionContext context;
    /// What has been followed, by name.
    private Map<String, ExtensionBlock> followed = Map.of();

    WebExtensions(Extensions extensions, ExtensionContext context) {
        this.extensions = extensions;
        this.context = context;
    }

    /// Installs what a configuration asks for, at the start.
    ///
    /// @throws StartException naming the first that cannot be made
    void open(List<ExtensionBlock> blocks) throws StartException {
        try {
            put(blocks, make(blocks));
        } catch (FaultyBlock e) {
            throw new StartException(e.getMessage(), e.getCause());
        }
    }

    /// Follows a changed configuration: what stands there unchanged goes on as it is, with what it knows. If one cannot be
    /// made nothing changes; if one refuses to be installed, it alone is missing.
    void change(List<ExtensionBlock> blocks) {
        try {
            put(blocks, make(blocks));
        } catch (FaultyBlock e) {
            log.error("{}; what was there before goes on", e.getMessage());
        }
    }

    private static final class FaultyBlock extends Exception {
        private static final long serialVersionUID = 1;

        FaultyBlock(ExtensionBlock block, Exception cause) {
            super("extension \"" + block.name() + "\": " + cause.getMessage(), cause);
        }
    }

    /// Those that are new or have changed.
    private Map<String, Extension> make(List<ExtensionBlock> blocks) throws FaultyBlock {
        Map<String, Extension> made = new HashMap<>();
        for (ExtensionBlock block : blocks) {
            if (!isUnchanged(block)) {
                try {
                    made.put(block.name(), block.create(context));
                } catch (Exception e) {
                    throw new FaultyBlock(block, e);
                }
            }
        }
        return made;
    }

    private boolean isUnchanged(ExtensionBlock block) {
        ExtensionBlock known = followed.get(block.name());
        return known != null && extensions.has(block.name()) && known.type() == block.type()
                && known.settings().equals(block.settings());
    }

    private void put(List<ExtensionBlock> blocks, Map<String, Extension> made) throws FaultyBlock {
        Map<String, ExtensionBlock> now = new HashMap<>();
        blocks.forEach(block -> now.put(block.name(), block));
        Set<String> gone = new HashSet<>(followed.keySet());
        gone.removeAll(now.keySet());
        gone.stream().filter(extensions::has).forEach(extensions::remove);
        FaultyBlock first = null;
        for (ExtensionBlock block : blocks) {
            try {
                put(block, made.get(block.name()));
            } catch (Exception e) {
                now.remove(block.name());
                first = first == null ? new FaultyBlock(block, e) : first;
            }
        }
        followed = now;
        if (first != null) {
            throw first;
        }
    }

    private void put(ExtensionBlock block, Extension made) throws Exception {
        String name = block.name();
        Place last = extensions.has(FILES) ? Place.before(FILES) : Place.BACK;
        if (!extensions.has(name)) {
            extensions.install(last, name, made);
        } else {
            if (made != null) {
                extensions.replace(name, made);
            }
            extensions.move(name, last);
        }
        extensions.enable(name, block.enabled());
    }
}
