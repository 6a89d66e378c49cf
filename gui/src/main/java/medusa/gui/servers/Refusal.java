package medusa.gui.servers;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reasons not to start that a server gives in words of the command line, and that people get in theirs.
enum Refusal {
    /// The port is for root alone.
    PRIVILEGED("serve.refused.privileged", "cannot listen on .*: ports below 1024 need root"),
    /// Somebody else listens there.
    TAKEN("serve.taken", "cannot listen on .*: the address is in use by another program"),
    /// The folder is gone by now, or the server cannot look into it.
    FOLDER("serve.refused.folder", "(^|\\W)root: ");

    private final String key;
    private final Pattern says;

    Refusal(String key, String says) {
        this.key = key;
        this.says = Pattern.compile(says, Pattern.MULTILINE);
    }

    /// The message's.
    String key() {
        return key;
    }

    /// Which one a server's words are; empty for others.
    static Optional<Refusal> of(String words) {
        return Arrays.stream(values()).filter(each -> each.says.matcher(words).find()).findFirst();
    }
}
