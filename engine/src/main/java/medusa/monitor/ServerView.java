package medusa.monitor;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import medusa.ftp.FtpServer;
import medusa.http.HttpServer;
import medusa.http.ServerFacts;
import medusa.reactor.Reactor;

/// The server as the monitor sees it, and what the monitor may do to it. Reactor thread only, unless a method says otherwise.
/// What the configuration says counts again each time it is read: see [#reload].
public interface ServerView {

    /// Turns the server. Any thread.
    Reactor reactor();

    /// Answers HTTP requests. Any thread may ask for it.
    HttpServer http();

    /// Answers FTP clients. Any thread may ask for it.
    FtpServer ftp();

    /// Version, age, listeners, log.
    ServerFacts facts();

    /// Opening and closing listeners.
    ListenerControl listeners();

    /// Changing extensions.
    ExtensionControl extensions();

    /// Changing the sizes of buffers.
    BufferControl buffers();

    /// Reads the configuration again and follows it. Does not wait.
    ///
    /// @return completed on any thread, with what is wrong with it, one line each: then nothing has changed. None if it was
    ///         followed; what could not be followed all the same stands in the log
    CompletableFuture<List<String>> reload();

    /// Lets nobody in any more, and ends when what is under way has finished, or after the drain's time. This monitor's
    /// connections end with it.
    void drain();

    /// Ends now: what is under way is cut off.
    void stop();
}
