/// Who the process is and what an account may read; who the users are and what they may do; how somebody proves who he is, and
/// who has tried too often. No protocol but SCRAM's own messages.
///
/// Users come from files with a line for each: [UserFile] reads one, [UserFileEditor] changes it, and a [UserFormat] says what a
/// line means. [VirtualUsers] is one such kind, whom a [VirtualUserAuthorizer] lets in.
package medusa.auth;
