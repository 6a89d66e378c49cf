package medusa.http.extension;

import java.util.List;

import medusa.filesystem.VirtualFilesystem;
import medusa.http.MimeTypes;

/// Where the contents of a zip come from.
///
/// @param zones by whose rules entries are in it
/// @param types decides what is worth compressing
record ZipSource(VirtualFilesystem files, List<FileZone> zones, MimeTypes types) {}
