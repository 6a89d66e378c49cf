package medusa.gui.connections;

import java.time.Duration;
import java.time.Instant;

/// How fast one transfer goes, over the last ten to twenty seconds: bytes come in gushes, and a remaining time that jumps
/// helps nobody.
final class Pace {
    private static final Duration SPAN = Duration.ofSeconds(10);

    private String what = "";
    private Instant earlier;
    private long earlierDone;
    private Instant later;
    private long laterDone;

    /// @param doing another text is another transfer
    /// @return bytes a second; 0 if that is not known yet
    double add(String doing, long done, Instant at) {
        if (!doing.equals(what) || earlier == null || done < laterDone) {
            what = doing;
            earlier = at;
            earlierDone = done;
            later = at;
            laterDone = done;
            return 0;
        }
        double seconds = Book.seconds(earlier, at);
        double pace = seconds < 0.2 ? 0 : (done - earlierDone) / seconds;
        if (Duration.between(later, at).compareTo(SPAN) >= 0) {
            earlier = later;
            earlierDone = laterDone;
            later = at;
            laterDone = done;
        }
        return pace;
    }
}
