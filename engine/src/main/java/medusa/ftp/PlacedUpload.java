package medusa.ftp;

import java.nio.ByteBuffer;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.Upload;

/// An upload that goes on somewhere within a file. The file loses what is behind that place with the first byte that comes and not
/// before, since a data connection may not come about.
final class PlacedUpload extends WrappedUpload {
    private final long place;
    private boolean there;

    PlacedUpload(Upload inner, long place) throws FilesystemException {
        super(inner);
        this.place = place;
        inner.expect(place); // what is in vain anyhow is refused now
    }

    @Override
    public void write(ByteBuffer data) throws FilesystemException {
        go();
        super.write(data);
    }

    @Override
    public void commit() throws FilesystemException {
        go();
        super.commit();
    }

    private void go() throws FilesystemException {
        if (!there) {
            there = true;
            position(place);
        }
    }
}
