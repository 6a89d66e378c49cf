package medusa.reactor;

import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// An engine that can be given work to do after the next record, and that must not be touched until that is done.
final class BusyEngine extends SSLEngine {
    private final SSLEngine engine;
    private Runnable task;
    private boolean busy;

    BusyEngine(SSLEngine engine) {
        this.engine = engine;
    }

    void beBusyAfterTheNextRecord() {
        task = () -> busy = false;
    }

    private SSLEngine free() {
        if (busy) {
            throw new AssertionError("the engine is used while its task is under way");
        }
        return engine;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] into, int offset, int length) throws SSLException {
        SSLEngineResult result = free().unwrap(from, into, offset, length);
        if (task == null || result.bytesConsumed() == 0) {
            return result;
        }
        return new SSLEngineResult(result.getStatus(), HandshakeStatus.NEED_TASK, result.bytesConsumed(),
                result.bytesProduced());
    }

    @Override
    public Runnable getDelegatedTask() {
        if (task == null) {
            return busy ? null : engine.getDelegatedTask();
        }
        Runnable given = task;
        task = null;
        busy = true;
        return given;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer into) throws SSLException {
        return free().wrap(from, offset, length, into);
    }

    @Override
    public HandshakeStatus getHandshakeStatus() { return free().getHandshakeStatus(); }

    @Override
    public void closeOutbound() {
        free().closeOutbound();
    }

    @Override
    public void closeInbound() throws SSLException {
        free().closeInbound();
    }

    @Override
    public void beginHandshake() throws SSLException {
        free().beginHandshake();
    }

    // ---- as it is ----

    @Override
    public boolean isInboundDone() { return engine.isInboundDone(); }

    @Override
    public boolean isOutboundDone() { return engine.isOutboundDone(); }

    @Override
    public SSLSession getSession() { return engine.getSession(); }

    @Override
    public String[] getSupportedCipherSuites() { return engine.getSupportedCipherSuites(); }

    @Override
    public String[] getEnabledCipherSuites() { return engine.getEnabledCipherSuites(); }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() { return engine.getSupportedProtocols(); }

    @Override
    public String[] getEnabledProtocols() { return engine.getEnabledProtocols(); }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public void setUseClientMode(boolean mode) {
        engine.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() { return engine.getUseClientMode(); }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() { return engine.getNeedClientAuth(); }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() { return engine.getWantClientAuth(); }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        engine.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() { return engine.getEnableSessionCreation(); }
}
