package medusa.http;

/// An extension in its place among the others, under its name, with what has been counted there. Another one can take its
/// place; the count goes on. Reactor thread only.
public final class Installed {
    private final String name;
    private Extension extension;
    private boolean enabled = true;
    private long requests;
    private long faults;
    private long nanos;

    Installed(String name, Extension extension) {
        this.name = name;
        this.extension = extension;
    }

    /// Unique among its neighbours.
    public String name() {
        return name;
    }

    /// Whoever holds the place now.
    public Extension extension() {
        return extension;
    }

    void extension(Extension successor) {
        extension = successor;
    }

    /// Whether it is asked at all.
    public boolean isEnabled() { return enabled; }

    void setEnabled(boolean enabled) { this.enabled = enabled; }

    /// How many requests it was given to answer.
    public long requests() {
        return requests;
    }

    /// How many of them it failed on, with anything but an [HttpException].
    public long faults() {
        return faults;
    }

    /// How long it has kept the reactor: with matching, handling, bodies and later answers; not with making the bytes of a
    /// producer, which the peer's pace decides on. In nanoseconds.
    public long nanos() {
        return nanos;
    }

    void asked() {
        requests++;
    }

    void failed() {
        faults++;
    }

    void kept(long more) {
        nanos += more;
    }
}
