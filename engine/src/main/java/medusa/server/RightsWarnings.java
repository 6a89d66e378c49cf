package medusa.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.auth.VirtualUsers;
import medusa.http.ExtensionBlock;
import medusa.http.extension.AuthExtension;
import medusa.http.extension.UploadExtension;
import medusa.metrics.Printable;

/// What is hardly meant so in the settings of users and rights, though it can be followed: one line each.
final class RightsWarnings {
    private RightsWarnings() {}

    static List<String> of(ServerConfig config) {
        List<String> warnings = new ArrayList<>(unreachable(config));
        warnings.addAll(idle(config));
        warnings.addAll(elsewhere(config));
        warnings.addAll(hidden(config));
        warnings.addAll(late(config));
        warnings.addAll(inTheClear(config));
        warnings.addAll(FtpWarnings.of(config));
        return warnings;
    }

    /// Secrets among the files that are served.
    private static List<String> hidden(ServerConfig config) {
        List<String> lines = new ArrayList<>();
        OwnFiles.secrets(config).forEach((at, key) -> {
            if (at.names().stream().noneMatch(name -> name.startsWith("."))) { // where nobody expects it to be seen
                lines.add(key + ": it lies among the files that are served, at " + at.display()
                        + "; it is shown to nobody, but better kept elsewhere");
            }
        });
        return lines;
    }

    /// Who is asked before the users are known takes everybody for a stranger.
    private static List<String> late(ServerConfig config) {
        List<String> lines = new ArrayList<>();
        String upload = null;
        for (ExtensionBlock block : config.extensions()) {
            if (block.type() == UploadExtension.TYPE) {
                upload = block.name();
            } else if (block.type() == AuthExtension.TYPE && upload != null) {
                lines.add("extension \"" + upload + "\" comes before \"" + block.name()
                        + "\", and so takes everybody for somebody who has not logged in; put it behind");
            }
        }
        return lines;
    }

    /// Addresses at which nobody from elsewhere can log in.
    private static List<String> inTheClear(ServerConfig config) {
        List<String> lines = new ArrayList<>();
        boolean open = config.http().listen().addresses().stream()
                .anyMatch(address -> address instanceof ListenAddress.Tcp tcp && !tcp.local());
        for (ExtensionBlock block : open && !config.https().redirect() && config.users().isPresent()
                ? config.extensions()
                : List.<ExtensionBlock>of()) {
            if (block.settings() instanceof AuthExtension.Settings settings && settings.basic() && !settings.digest()
                    && !settings.insecure()) {
                lines.add("extension \"" + block.name()
                        + "\" takes passwords over TLS and from this machine alone: who comes"
                        + " to http.listen = " + config.http().listen() + " from elsewhere cannot log in (https.listen,"
                        + " and https.redirect, make it possible)");
            }
        }
        return lines;
    }

    /// Rules that never decide anything, since one before them always does.
    private static List<String> unreachable(ServerConfig config) {
        List<String> lines = new ArrayList<>();
        List<ServerConfig.RightsRule> rules = config.rights();
        for (int later = 1; later < rules.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (hides(rules.get(earlier), rules.get(later))) {
                    lines.add(
                            "rights[%d] never decides anything, since rights[%d] comes before it and is about the same or more; put it in front"
                                    .formatted(later, earlier));
                    break;
                }
            }
        }
        return lines;
    }

    /// Those named in the rights whom the file of users does not know: mostly somebody has mistyped a name.
    static List<String> unknown(ServerConfig config, VirtualUsers users) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < config.rights().size(); i++) {
            for (String who : config.rights().get(i).who()) {
                boolean group = who.startsWith("@");
                boolean known = group
                        ? who.equals(Rights.Rule.USERS) || users.groups().contains(who.substring(1))
                        : who.equals(Rights.Rule.EVERYBODY) || who.equals(User.ANONYMOUS_NAME)
                                || users.find(who).isPresent();
                if (!known) {
                    lines.add("rights[%d].who: nobody in users is %s %s".formatted(i,
                            group ? "in the group" : "called", Printable.quoted(group ? who.substring(1) : who)));
                }
            }
        }
        return lines;
    }

    private static boolean hides(ServerConfig.RightsRule earlier, ServerConfig.RightsRule later) {
        boolean everybody = earlier.who().contains(Rights.Rule.EVERYBODY) || earlier.who().containsAll(later.who())
                || earlier.who().contains(Rights.Rule.USERS) && !later.who().contains(Rights.Rule.EVERYBODY)
                        && !later.who().contains(User.ANONYMOUS_NAME);
        return everybody && RightsSettings.path(later.path()).startsWith(RightsSettings.path(earlier.path()));
    }

    /// Settings that do nothing since nobody can log in, one line each.
    private static List<String> idle(ServerConfig config) {
        List<String> idle = new ArrayList<>();
        if (config.users().isEmpty() && config.writable()) {
            idle.add("writable = true lets nobody write, since nobody can log in while users is empty");
        }
        if (config.users().isEmpty() && !config.anonymous()
                && config.rights().stream().allMatch(rule -> rule.may().isEmpty())) {
            idle.add("anonymous = false shows the files to nobody, since nobody can log in while users is empty");
        }
        for (ExtensionBlock block : config.users().isEmpty() ? config.extensions() : List.<ExtensionBlock>of()) {
            if (block.type() == AuthExtension.TYPE) {
                idle.add("extension \"" + block.name() + "\" lets nobody log in while users is empty");
            }
        }
        return idle;
    }

    /// Folders that clients reach in a second way, on which other rights count, or none.
    private static List<String> elsewhere(ServerConfig config) {
        if (config.anonymous() && config.rights().stream().allMatch(rule -> rule.may().contains(Right.READ))) {
            return List.of(); // nothing is kept from anybody
        }
        Map<String, Path> tree = new LinkedHashMap<>(Map.of("root", config.root()));
        for (int i = 0; i < config.mounts().size(); i++) {
            tree.put(Keys.child(Keys.element("mounts", i), "folder"), config.mounts().get(i).folder());
        }
        List<String> lines = new ArrayList<>();
        Map<String, Path> all = new LinkedHashMap<>(tree);
        all.putAll(FolderChecks.folders(config));
        all.forEach((key, folder) -> tree.forEach((other, within) -> {
            if (key.equals(other) || !overlap(folder, within)) {
                return;
            }
            if (!tree.containsKey(key)) {
                lines.add(key + ": the same files as in " + other + " are shown here, where the rights do not count");
            } else if (!key.equals("root")) {
                lines.add(key + ": the same files as in " + other
                        + " are shown here, with the rights of this path and not of that one");
            }
        }));
        return lines;
    }

    private static boolean overlap(Path one, Path other) {
        try {
            Path a = one.toRealPath();
            Path b = other.toRealPath();
            return a.startsWith(b) || b.startsWith(a);
        } catch (IOException e) {
            return false; // said elsewhere
        }
    }
}
