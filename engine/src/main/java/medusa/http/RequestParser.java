package medusa.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads the head of a request, or the trailer lines of a body: a table of states over bytes, strict by RFC 9112 §2-5.
///
/// ```
///  START → METHOD → TARGET_FIRST → TARGET → VERSION_H … VERSION_MINOR → LINE_CR → LINE_LF
///                                                                                    ↓
///       DONE ← END_LF ← FIELD_FIRST → NAME → BEFORE_VALUE → VALUE → FIELD_LF     FIELD_FIRST
///                            ↑                     └───────────────────↑  ↓
///                            └────────────────────────────────────────────┘
/// ```
///
/// It looks at each byte once, however the input is split, and takes nothing out of the buffer until all of the head is
/// there; the exception are empty lines in front of it, which are no part of it. Between requests it holds no memory but
/// its own few fields. After an exception it must not be used again.
final class RequestParser {

    enum State {
        START("The request line must begin with a method."),
        METHOD("The method must be a token, with one space behind it."),
        TARGET_FIRST("The request needs a target, with one space in front of it."),
        TARGET("The target must be visible ASCII characters, with one space and the version behind it."),
        VERSION_H,
        VERSION_T,
        VERSION_T2,
        VERSION_P,
        VERSION_SLASH,
        VERSION_MAJOR,
        VERSION_DOT,
        VERSION_MINOR,
        OTHER_DOT,
        OTHER_MINOR,
        LINE_CR,
        LINE_LF(Text.LINE_END),
        FIELD_FIRST("A header line must begin with its name."),
        NAME("A header name must be a token, with a colon right behind it."),
        BEFORE_VALUE(Text.VALUE),
        VALUE(Text.VALUE),
        FIELD_LF(Text.LINE_END),
        END_LF(Text.LINE_END),
        DONE(""),
        REFUSED(""),
        OTHER_VERSION("");

        /// What is wrong with a byte that does not belong here.
        private final String complaint;

        State() {
            this("The version must be HTTP/1.1 or HTTP/1.0, with CR LF behind it.");
        }

        State(String complaint) {
            this.complaint = complaint;
        }
    }

    private static final class Text {
        static final String LINE_END = "A line must end in CR LF.";
        static final String VALUE = "A header value must not have control characters, and must end in CR LF.";
    }

    /// More methods than anybody has named fit in it; RFC 9112 §3 has 501 for longer ones.
    private static final int LONGEST_METHOD = 32;
    /// Some clients put an empty line behind a body (RFC 9112 §2.2); nobody needs more than a few.
    private static final int MOST_EMPTY_LINES = 8;
    private static final int LINES_AT_FIRST = 4;
    private static final byte[] HEAD = {'H', 'E', 'A', 'D'};

    private static final State[] STATES = State.values();
    private static final int DONE = State.DONE.ordinal();
    private static final byte[] NEXT = table();

    private final RequestLimits limits;
    private final State first;

    private int state;
    /// How far it has looked; like all offsets here, from the buffer's position.
    private int looked;
    /// Where the line, or the section, or whatever the state is in the middle of, is too long.
    private int bound;
    private int section;
    private int emptyLines;
    private boolean forHead;
    private int methodEnd;
    private int targetEnd;
    private int lines;
    private long present;
    /// See [Headers]; null until the first header line.
    private int[] marks;
    private RequestHead head;
    private Headers trailers;

    RequestParser(RequestLimits limits) {
        this(limits, State.START);
    }

    private RequestParser(RequestLimits limits, State first) {
        this.limits = limits;
        this.first = first;
        reset();
    }

    /// A parser of trailer lines (RFC 9112 §7.1.2), whose result are [#trailers].
    static RequestParser ofTrailers(RequestLimits limits) {
        return new RequestParser(limits, State.FIELD_FIRST);
    }

    private static byte[] table() {
        ByteSet value = ByteSet.FIELD_VCHAR.or(ByteSet.SPACE);
        return new Transitions<>(State.class, State.REFUSED)
                .on(State.START, ByteSet.TOKEN, State.METHOD)
                .on(State.METHOD, ByteSet.TOKEN, State.METHOD).on(State.METHOD, " ", State.TARGET_FIRST)
                .on(State.TARGET_FIRST, ByteSet.VISIBLE, State.TARGET)
                .on(State.TARGET, ByteSet.VISIBLE, State.TARGET).on(State.TARGET, " ", State.VERSION_H)
                .on(State.VERSION_H, "H", State.VERSION_T).on(State.VERSION_T, "T", State.VERSION_T2)
                .on(State.VERSION_T2, "T", State.VERSION_P).on(State.VERSION_P, "P", State.VERSION_SLASH)
                .on(State.VERSION_SLASH, "/", State.VERSION_MAJOR)
                .on(State.VERSION_MAJOR, ByteSet.DIGIT, State.OTHER_DOT)
                .on(State.OTHER_DOT, ".", State.OTHER_MINOR)
                .on(State.OTHER_MINOR, ByteSet.DIGIT, State.OTHER_VERSION)
                .on(State.VERSION_MAJOR, "1", State.VERSION_DOT).on(State.VERSION_DOT, ".", State.VERSION_MINOR)
                .on(State.VERSION_MINOR, ByteSet.DIGIT, State.LINE_CR)
                .on(State.LINE_CR, "\r", State.LINE_LF).on(State.LINE_LF, "\n", State.FIELD_FIRST)
                .on(State.FIELD_FIRST, ByteSet.TOKEN, State.NAME).on(State.FIELD_FIRST, "\r", State.END_LF)
                .on(State.NAME, ByteSet.TOKEN, State.NAME).on(State.NAME, ":", State.BEFORE_VALUE)
                .on(State.BEFORE_VALUE, value, State.VALUE)
                .on(State.BEFORE_VALUE, ByteSet.SPACE, State.BEFORE_VALUE)
                .on(State.BEFORE_VALUE, "\r", State.FIELD_LF)
                .on(State.VALUE, value, State.VALUE).on(State.VALUE, "\r", State.FIELD_LF)
                .on(State.FIELD_LF, "\n", State.FIELD_FIRST).on(State.END_LF, "\n", State.DONE)
                .table();
    }

    /// Looks at what is new in `data`, which begins with what has been looked at already. Once a head is complete, `data`
    /// stands behind it and [#head] gives it.
    ///
    /// @return false if more bytes are needed
    /// @throws HttpException always fatal
    boolean parse(ByteBuffer data) throws HttpException {
        if (state == State.START.ordinal() && !skipEmptyLines(data)) {
            return false;
        }
        int start = data.position();
        int end = data.remaining();
        int now = state;
        int i = looked;
        while (now != DONE) {
            int stop = Math.min(end, bound);
            int next = now;
            while (i < stop && (next = NEXT[now << 8 | data.get(start + i) & 0xff]) == now) {
                i++;
            }
            if (i >= stop) {
                state = now;
                looked = i;
                if (i < end) {
                    throw tooLong(STATES[now]);
                }
                return false;
            }
            enter(STATES[next], STATES[now], data, i++);
            now = next;
        }
        complete(data, i);
        return true;
    }

    /// @return whether anything else follows
    private boolean skipEmptyLines(ByteBuffer data) throws HttpException {
        while (data.hasRemaining() && data.get(data.position()) == '\r') {
            if (data.remaining() == 1) {
                return false;
            }
            if (data.get(data.position() + 1) != '\n' || ++emptyLines > MOST_EMPTY_LINES) {
                throw HttpException.fatal(400, State.START.complaint);
            }
            data.position(data.position() + 2);
        }
        return data.hasRemaining();
    }

    /// Notes what begins or ends with the byte at `i`, which led from one state to another.
    private void enter(State to, State from, ByteBuffer data, int i) throws HttpException {
        switch (to) {
            case TARGET_FIRST -> {
                methodEnd = i;
                forHead = i == HEAD.length && data.slice(data.position(), i).equals(ByteBuffer.wrap(HEAD));
                bound = limits.requestLine() + 2;
            }
            case VERSION_H -> targetEnd = i;
            case FIELD_FIRST -> beginLine(from == State.LINE_LF ? i + 1 : section, i + 1);
            case NAME -> beginField(i);
            case BEFORE_VALUE -> endName(data, i);
            case VALUE -> mark(2, i);
            case FIELD_LF -> endField(from, data, i);
            case REFUSED -> throw HttpException.fatal(400, from.complaint);
            case OTHER_VERSION -> throw HttpException.fatal(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
            default -> {
            }
        }
    }

    private void beginLine(int section, int start) {
        this.section = section;
        bound = Math.min(start + limits.headerLine(), section + limits.headers()) + 2;
    }

    private void beginField(int i) throws HttpException {
        if (lines == limits.count()) {
            throw HttpException.fatal(431, "The request has too many header lines.");
        }
        if (marks == null) {
            marks = new int[LINES_AT_FIRST * Headers.MARKS];
        } else if (marks.length == lines * Headers.MARKS) {
            marks = Arrays.copyOf(marks, marks.length * 4);
        }
        mark(0, i);
    }

    private void endName(ByteBuffer data, int i) {
        mark(1, i);
        int name = marks[lines * Headers.MARKS];
        int start = data.position();
        present |= Headers.bit(i - name, data.get(start + name), data.get(start + i - 1));
    }

    private void endField(State from, ByteBuffer data, int i) {
        int end = i;
        if (from == State.BEFORE_VALUE) {
            mark(2, end); // there is none
        } else {
            while (ByteSet.SPACE.contains(data.get(data.position() + end - 1))) {
                end--;
            }
        }
        mark(3, end);
        lines++;
    }

    private void mark(int which, int i) {
        marks[lines * Headers.MARKS + which] = i;
    }

    private static HttpException tooLong(State state) {
        if (state == State.METHOD) {
            return HttpException.fatal(501, "The method is not known here.");
        }
        return state.compareTo(State.FIELD_FIRST) < 0
                ? HttpException.fatal(414, "The request line is too long.")
                : HttpException.fatal(431, "The header lines are too long.");
    }

    private void complete(ByteBuffer data, int length) throws HttpException {
        byte[] bytes = new byte[length];
        data.get(bytes);
        Headers headers = lines == 0 ? Headers.EMPTY : new Headers(bytes, marks, lines, present);
        if (first == State.START) {
            head = new RequestHead(bytes, methodEnd, targetEnd, headers);
        } else {
            trailers = headers;
        }
        restart();
    }

    /// The head that [#parse] completed last; null if there is none since [#reset].
    RequestHead head() {
        return head;
    }

    /// The trailer lines that [#parse] completed last; null if there are none since [#reset].
    Headers trailers() {
        return trailers;
    }

    /// Whether a part of a head has been seen, so that the client owes the rest.
    boolean begun() {
        return state != first.ordinal();
    }

    /// Whether what it has seen so far begins a HEAD request: the answer has no content then, be the rest what it may
    /// (RFC 9110 §9.3.2). Good after an exception too.
    boolean isForHead() { return forHead; }

    /// Forgets everything and waits for the next request.
    void reset() {
        head = null;
        trailers = null;
        restart();
    }

    private void restart() {
        state = first.ordinal();
        looked = 0;
        emptyLines = 0;
        forHead = false;
        lines = 0;
        present = 0;
        marks = null;
        if (first == State.START) {
            bound = Math.min(LONGEST_METHOD, limits.requestLine()) + 1;
        } else {
            beginLine(0, 0);
        }
    }
}
