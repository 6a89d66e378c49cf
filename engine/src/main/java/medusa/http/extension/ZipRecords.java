package medusa.http.extension;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import medusa.filesystem.Attributes;

/// What stands in a zip besides the contents of its files, as PKWARE's APPNOTE 6.3.10 has it. Sizes and sums are not known
/// before a file has gone by, so they follow it; all contents are deflated, if need be without becoming smaller, since readers of
/// streams cannot find the end of stored ones.
///
/// @param large from here on, numbers are written in the form of ZIP64; a file's is decided beforehand, from its size
record ZipRecords(long large) {
    /// The largest numbers that fit, less than what deflate may add to a file of 4 GiB that cannot be made smaller.
    static final ZipRecords USUAL = new ZipRecords(0xff00_0000L);

    private static final int MANY = 0xffff;
    private static final int ELSEWHERE = 0xffff_ffff;

    private static final int UTF8 = 1 << 11;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final int DEFLATED = 8;
    private static final short PLAIN = 20;
    private static final short ZIP64 = 45;
    private static final int UNIX = 3 << 8;

    /// One file or folder, as the directory at the end tells of it.
    ///
    /// @param zip64  whether its header and what follows it have the long form
    /// @param offset of its header
    record Entry(ZipWalk.Item item, boolean zip64, long offset) {
        private boolean folder() {
            return item.attributes().isFolder();
        }

        private byte[] name() {
            return item.name().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /// What is known at a file's end.
    record Sums(int crc, long compressed, long size) {
        static final Sums NONE = new Sums(0, 0, 0);
    }

    /// @param offset where its header will stand
    Entry entry(ZipWalk.Item item, long offset) {
        return new Entry(item, item.attributes().isFile() && item.attributes().size() >= large, offset);
    }

    /// In front of an entry (4.3.7).
    byte[] header(Entry entry) {
        byte[] name = entry.name();
        byte[] time = time(entry);
        int zip64 = entry.zip64 ? 20 : 0;
        ByteBuffer record = record(30 + name.length + time.length + zip64, 0x04034b50);
        common(record, entry, Sums.NONE, entry.zip64);
        record.putShort((short) name.length).putShort((short) (time.length + zip64)).put(name).put(time);
        if (entry.zip64) {
            record.putShort((short) 1).putShort((short) 16).putLong(0).putLong(0);
        }
        return record.array();
    }

    /// Behind a file (4.3.9).
    byte[] descriptor(Entry entry, Sums sums) {
        ByteBuffer record = record(entry.zip64 ? 24 : 16, 0x08074b50).putInt(sums.crc);
        if (entry.zip64) {
            record.putLong(sums.compressed).putLong(sums.size);
        } else {
            record.putInt((int) sums.compressed).putInt((int) sums.size);
        }
        return record.array();
    }

    /// In the directory at the end (4.3.12).
    byte[] directory(Entry entry, Sums sums) {
        byte[] name = entry.name();
        byte[] time = time(entry);
        boolean far = entry.offset >= large;
        int long64 = (entry.zip64 ? 16 : 0) + (far ? 8 : 0);
        int zip64 = long64 == 0 ? 0 : 4 + long64;
        ByteBuffer record = record(46 + name.length + time.length + zip64, 0x02014b50);
        record.putShort((short) (UNIX | (zip64 > 0 ? ZIP64 : PLAIN)));
        common(record, entry, sums, zip64 > 0);
        record.putShort((short) name.length).putShort((short) (time.length + zip64)).putShort((short) 0)
                .putShort((short) 0).putShort((short) 0).putInt(attributes(entry.item.attributes()))
                .putInt(far ? ELSEWHERE : (int) entry.offset).put(name).put(time);
        if (zip64 > 0) {
            record.putShort((short) 1).putShort((short) long64);
            if (entry.zip64) {
                record.putLong(sums.size).putLong(sums.compressed);
            }
            if (far) {
                record.putLong(entry.offset);
            }
        }
        return record.array();
    }

    /// Behind the directory (4.3.14 to 4.3.16).
    ///
    /// @param start where the directory begins
    byte[] end(long entries, long start, long length) {
        boolean zip64 = entries >= MANY || start >= large || length >= large;
        ByteBuffer record = ByteBuffer.allocate(zip64 ? 56 + 20 + 22 : 22).order(ByteOrder.LITTLE_ENDIAN);
        if (zip64) {
            record.putInt(0x06064b50).putLong(44).putShort((short) (UNIX | ZIP64)).putShort(ZIP64).putInt(0).putInt(0)
                    .putLong(entries).putLong(entries).putLong(length).putLong(start);
            record.putInt(0x07064b50).putInt(0).putLong(start + length).putInt(1);
        }
        short count = zip64 ? (short) MANY : (short) entries;
        return record.putInt(0x06054b50).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count)
                .putInt(zip64 ? ELSEWHERE : (int) length).putInt(zip64 ? ELSEWHERE : (int) start).putShort((short) 0)
                .array();
    }

    private static ByteBuffer record(int length, int signature) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(signature);
    }

    /// From the version to the sizes.
    private static void common(ByteBuffer record, Entry entry, Sums sums, boolean zip64) {
        LocalDateTime time = dosTime(entry.item.attributes().modified());
        record.putShort(zip64 ? ZIP64 : PLAIN).putShort((short) (entry.folder() ? UTF8 : UTF8 | SIZES_FOLLOW))
                .putShort((short) (entry.folder() ? 0 : DEFLATED))
                .putShort((short) (time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() >> 1))
                .putShort((short) (time.getYear() - 1980 << 9 | time.getMonthValue() << 5 | time.getDayOfMonth()))
                .putInt(sums.crc).putInt(entry.zip64 ? ELSEWHERE : (int) sums.compressed)
                .putInt(entry.zip64 ? ELSEWHERE : (int) sums.size);
    }

    /// In UTC, for want of another zone; whoever knows the extended timestamp has the right time all the same.
    private static LocalDateTime dosTime(Instant modified) {
        long first = LocalDateTime.of(1980, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        long last = LocalDateTime.of(2107, 12, 31, 23, 59, 58).toEpochSecond(ZoneOffset.UTC);
        return LocalDateTime.ofEpochSecond(Math.clamp(modified.getEpochSecond(), first, last), 0, ZoneOffset.UTC);
    }

    /// Info-ZIP's extended timestamp: the time of modification alone, and none if it does not fit.
    private static byte[] time(Entry entry) {
        long second = entry.item.attributes().modified().getEpochSecond();
        if (second != (int) second) {
            return new byte[0];
        }
        return ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x5455).putShort((short) 5)
                .put((byte) 1).putInt((int) second).array();
    }

    /// Unix modes that suit everybody, and what MS-DOS knows of folders. Of a file's own mode only counts whether it is a program:
    /// the rest is about users of this machine.
    private static int attributes(Attributes attributes) {
        if (attributes.isFolder()) {
            return 0040755 << 16 | 0x10;
        }
        boolean program = attributes.mode() >= 0 && (attributes.mode() & 0111) != 0;
        return (program ? 0100755 : 0100644) << 16;
    }
}
