package medusa.ftp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import medusa.filesystem.OpenFile;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;

/// A filesystem of which single operations wait, on whatever thread they are, until they may go on. Those of uploads are on
/// workers. What is opened for reading can be exchanged.
final class GatedFilesystem {
    private static final long PATIENCE = 60;

    /// Where somebody waits, or will.
    private final Map<String, CountDownLatch> shut = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> reached = new ConcurrentHashMap<>();
    private volatile OpenFile instead;

    VirtualFilesystem around(VirtualFilesystem files) {
        return watch(VirtualFilesystem.class, files);
    }

    /// Has whoever calls `method` from now on wait.
    void shut(String method) {
        reached.put(method, new CountDownLatch(1));
        shut.put(method, new CountDownLatch(1));
    }

    boolean isReached(String method) {
        return reached.get(method).getCount() == 0;
    }

    void open(String method) {
        shut.remove(method).countDown();
    }

    /// What is found whatever is opened for reading.
    void instead(OpenFile file) {
        instead = file;
    }

    private <T> T watch(Class<T> type, T inner) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, args) -> {
            CountDownLatch gate = shut.get(method.getName());
            if (gate != null) {
                reached.get(method.getName()).countDown();
                if (!gate.await(PATIENCE, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody has opened " + method.getName());
                }
            }
            if (method.getName().equals("open") && instead != null) {
                return instead;
            }
            try {
                Object result = method.invoke(inner, args);
                return result instanceof Upload upload ? watch(Upload.class, upload) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
