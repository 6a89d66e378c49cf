package medusa.reactor;

import java.nio.ByteBuffer;

/// A channel for protocols that are a conversation: input is cut at a [Terminator], and each piece arrives as calls of
/// [#collect] followed by one of [#foundTerminator]. Setting another terminator inside `foundTerminator` takes effect on
/// the very next byte, whether it has been read already or not; that is all that pipelining needs.
///
/// Input that is paused inside `collect` stops behind the piece: its terminator has been read with it, so `foundTerminator`
/// still comes, and nothing after it.
public abstract class ChatChannel extends Channel {
    private Terminator terminator = Terminator.CRLF;
    /// How much of a sequence the input seen so far ends with.
    private int matched;
    /// How many of a count's bytes are still to come.
    private long missing;

    /// A channel that reads lines until told otherwise.
    protected ChatChannel() {}

    /// Takes bytes of the current piece, none of its terminator's. A piece may come in any number of calls, and its size
    /// is the subclass's to bound.
    ///
    /// @param data good for this call only; what is left unread in it is dropped
    protected abstract void collect(ByteBuffer data) throws Exception;

    /// The piece is complete.
    protected abstract void foundTerminator() throws Exception;

    /// Changes what ends the piece that begins with the next byte.
    public final void terminator(Terminator next) {
        terminator = next;
        matched = 0;
        missing = next.count;
    }

    @Override
    protected final void received(ByteBuffer data) throws Exception {
        while (data.hasRemaining() && wantsInput()) {
            if (terminator.sequence != null) {
                scan(data);
            } else if (terminator.count > 0) {
                count(data);
            } else {
                hand(data, data.position(), data.limit());
            }
        }
    }

    private void count(ByteBuffer data) throws Exception {
        int n = (int) Math.min(missing, data.remaining());
        missing -= n;
        boolean complete = missing == 0;
        if (complete) {
            missing = terminator.count;
        }
        hand(data, data.position(), data.position() + n);
        if (complete && isOpen()) {
            foundTerminator();
        }
    }

    /// Looks for the sequence from the buffer's position on. `held` bytes of a match begun in an earlier buffer are not in
    /// this one; when the match fails, they are data after all, and equal to the sequence's own first bytes.
    private void scan(ByteBuffer data) throws Exception {
        byte[] sequence = terminator.sequence;
        int[] fallback = terminator.fallback;
        int held = matched;
        int state = matched;
        int start = data.position();
        int limit = data.limit();
        int at = start;
        while (at < limit && state < sequence.length) {
            byte b = data.get(at++);
            while (state > 0 && sequence[state] != b) {
                state = fallback[state - 1];
            }
            if (sequence[state] == b) {
                state++;
            }
        }
        boolean found = state == sequence.length;
        matched = found ? 0 : state;
        int end = at - state; // of the data before the match; before `start` while the held bytes still match
        int failed = Math.min(held, held + end - start);
        if (failed > 0) {
            collect(ByteBuffer.wrap(sequence, 0, failed).slice().asReadOnlyBuffer());
        }
        if (end > start && isOpen()) {
            hand(data, start, end);
        }
        data.position(at);
        if (found && isOpen()) {
            foundTerminator();
        }
    }

    private void hand(ByteBuffer data, int from, int to) throws Exception {
        int limit = data.limit();
        data.limit(to).position(from);
        try {
            collect(data);
        } finally {
            data.limit(limit).position(to);
        }
    }
}
