/// FTP on channels: a control connection that reads commands and answers them in order, and data connections of their own for
/// what is listed, sent and taken.
///
/// A command goes one way: [medusa.ftp.FtpChannel] → [medusa.ftp.FtpCommand], a row of the table → [medusa.ftp.FtpRequest], which
/// is answered once. The rows that ship are in classes of a family each, `…Commands`; more come and go while the server runs.
/// Everything is on the reactor thread, but for what a request hands to a worker.
package medusa.ftp;
