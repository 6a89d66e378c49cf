package medusa.ftp;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import medusa.auth.Right;
import medusa.filesystem.Attributes;

/// A line of MLSD and MLST (RFC 3659 §7): facts, a space, a name. A link is told as what it leads to, so that clients who know no links
/// go through them; `unique` tells them when they have been there.
final class MachineFacts {

    /// What is told.
    enum Fact {
        TYPE("type"),
        SIZE("size"),
        MODIFY("modify"),
        PERM("perm"),
        UNIQUE("unique"),
        MODE("UNIX.mode"),
        OWNER("UNIX.owner"),
        GROUP("UNIX.group");

        private final String label;

        Fact(String label) {
            this.label = label;
        }
    }

    /// The facts that a client has asked for by OPTS.
    record Choice(Set<Fact> facts) {
        static final Choice ALL = new Choice(EnumSet.allOf(Fact.class));

        /// Those of a list such as `type;size;`; what is not known is left out (§7.9).
        static Choice of(String list) {
            EnumSet<Fact> facts = EnumSet.noneOf(Fact.class);
            for (String label : list.split(";")) {
                Arrays.stream(Fact.values()).filter(fact -> fact.label.equalsIgnoreCase(label.strip()))
                        .forEach(facts::add);
            }
            return new Choice(facts);
        }

        /// As OPTS tells it.
        String text() {
            return facts.stream().map(fact -> fact.label + ';').collect(Collectors.joining());
        }

        /// As FEAT tells it (§7.8).
        String feature() {
            return Arrays.stream(Fact.values()).map(fact -> fact.label + (facts.contains(fact) ? "*;" : ";"))
                    .collect(Collectors.joining("", "MLST ", ""));
        }
    }

    private final Viewer viewer;
    private final Choice choice;

    MachineFacts(Viewer viewer, Choice choice) {
        this.viewer = viewer;
        this.choice = choice;
    }

    /// The line of something that is in the folder.
    String of(ListedEntry entry) {
        return of(entry, switch (entry.attributes().kind()) {
            case FILE -> "file";
            case FOLDER -> "dir";
            case SPECIAL -> "OS.unix=special";
            case LINK -> "OS.unix=slink"; // and not where it leads
        });
    }

    /// @param type `cdir` and `pdir` are the folder itself, and the one above
    String of(ListedEntry entry, String type) {
        StringBuilder line = new StringBuilder(160);
        for (Fact fact : choice.facts()) {
            String value = value(fact, entry, type);
            if (!value.isEmpty()) {
                line.append(fact.label).append('=').append(value).append(';');
            }
        }
        return line.append(' ').append(ListedEntry.oneLine(entry.shown())).toString();
    }

    /// Empty if it has none.
    private String value(Fact fact, ListedEntry entry, String type) {
        Attributes attributes = entry.attributes();
        return switch (fact) {
            case TYPE -> type;
            case SIZE -> attributes.isFile() ? Long.toString(attributes.size()) : "";
            case MODIFY -> FactTime.text(attributes.modified());
            case PERM -> permissions(entry);
            case UNIQUE -> attributes.identity() == 0 ? "" : Long.toHexString(attributes.identity());
            case MODE -> attributes.mode() < 0 ? "" : "0%03o".formatted(attributes.mode() & 0777);
            case OWNER -> number(attributes.owner());
            case GROUP -> number(attributes.group());
        };
    }

    /// Who has not logged in does not learn whose it is.
    private String number(int id) {
        return id < 0 || viewer.user().isAnonymous() ? "" : Integer.toUnsignedString(id);
    }

    /// What the user may do with it (§7.5.5), as the table of rights has it.
    private String permissions(ListedEntry entry) {
        boolean list = may(Right.LIST, entry);
        boolean read = may(Right.READ, entry);
        boolean write = may(Right.WRITE, entry);
        boolean delete = may(Right.DELETE, entry);
        boolean rename = list && read && delete;
        if (entry.attributes().isFolder()) {
            return (write ? "c" : "") + (delete ? "d" : "") + 'e' + (rename ? "f" : "") + (list ? "l" : "")
                    + (write ? "m" : "") + (delete ? "p" : "");
        }
        if (entry.attributes().kind() == Attributes.Kind.LINK) {
            return delete ? "d" : "";
        }
        return (write && delete ? "a" : "") + (delete ? "d" : "") + (rename ? "f" : "") + (read ? "r" : "")
                + (write && delete ? "w" : "");
    }

    private boolean may(Right right, ListedEntry entry) {
        return viewer.tree().allows(viewer.user(), right, entry.path());
    }
}
