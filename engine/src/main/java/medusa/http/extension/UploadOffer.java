package medusa.http.extension;

/// Left with a request, for whoever shows folders: uploads are taken at this address, from who has the right.
record UploadOffer() {}
