package medusa.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import medusa.reactor.Addresses;
import medusa.reactor.ChannelSnapshot;

/// A connection as the protocol tells it.
///
/// @param id        unique within the server's life, in order of opening
/// @param protocol  `http`, `monitor`, …
/// @param state     `open`, `ending`, …
/// @param peer      `10.0.0.7:51004`; `unix:` over a Unix-domain socket
/// @param local     this end
/// @param user      who has logged in, over HTTP who did so last
/// @param doing     `GET /index.html`; empty for nothing
/// @param done      bytes of the transfer in hand that have moved
/// @param total     bytes that it will be in all
/// @param bytesIn   received
/// @param bytesOut  sent
/// @param inSize    the most that is read at once, in bytes
/// @param outSize   the most that is made at once, in bytes
/// @param unread    bytes that have come and are no whole message yet
/// @param queued    bytes at hand that the peer has not taken
/// @param producers what makes its output, first one first
record Connection(long id, String protocol, String state, String peer, String local, Optional<String> user,
        String doing,
        OptionalLong done, OptionalLong total, Instant opened, Instant lastMoved, long bytesIn, long bytesOut,
        int inSize, int outSize, int unread, int queued,
        List<String> producers) {
    private static final int LONGEST_FILTER = 200;
    private static final int MOST_WORDS = 8;

    /// @param now when the picture was taken
    static Connection of(ChannelSnapshot channel, Instant now) {
        return new Connection(channel.id(), channel.protocol(), Json.label(channel.state()),
                Addresses.text(channel.peer()),
                Addresses.text(channel.local()), Optional.of(channel.user()).filter(user -> !user.isEmpty()),
                channel.doing(), known(channel.progress().done()), known(channel.progress().total()),
                before(now, channel.ageNanos()),
                before(now, channel.idleNanos()), channel.bytesIn(), channel.bytesOut(), channel.inSize(),
                channel.outSize(), channel.unread(), channel.queued(), channel.producers());
    }

    /// The same with the times of the picture before, as far as nothing has moved them: computed from an age they waver.
    Connection after(Connection before) {
        boolean moved = bytesIn != before.bytesIn || bytesOut != before.bytesOut;
        return new Connection(id, protocol, state, peer, local, user, doing, done, total, before.opened,
                moved ? lastMoved : before.lastMoved, bytesIn, bytesOut, inSize, outSize, unread, queued, producers);
    }

    /// The words that the `filter` of a call asks for, in small letters; none for one that lets everything through. Filters that
    /// mean the same have the same words.
    ///
    /// @throws MonitorException if it is more than anybody needs
    static List<String> words(Call call) throws MonitorException {
        String filter = call.optionalText("filter").orElse("");
        if (filter.length() > LONGEST_FILTER) {
            throw call.method().param("filter").wrong("no more than " + LONGEST_FILTER + " characters", filter);
        }
        List<String> words = Stream.of(filter.toLowerCase(Locale.ROOT).split("\\s+")).filter(word -> !word.isEmpty())
                .distinct().sorted().toList();
        if (words.size() > MOST_WORDS) {
            throw call.method().param("filter").wrong("no more than " + MOST_WORDS + " words", filter);
        }
        return words;
    }

    /// Whether each of `words`, in small letters, is found somewhere.
    boolean matches(List<String> words) {
        return words.isEmpty() || matches(sought(), words);
    }

    /// The same for many words, with what is [#sought] made once.
    static boolean matches(String sought, List<String> words) {
        return words.stream().allMatch(sought::contains);
    }

    /// Where words are looked for, in small letters.
    String sought() {
        return (protocol + " " + peer + " " + user.orElse("") + " " + doing).toLowerCase(Locale.ROOT);
    }

    private static OptionalLong known(long bytes) {
        return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /// To the tenth of a second, so that the same instant is the same in the next picture.
    private static Instant before(Instant now, long nanos) {
        long tenths = Math.round((now.toEpochMilli() - nanos / 1e6) / 100);
        return Instant.ofEpochMilli(tenths * 100);
    }
}
