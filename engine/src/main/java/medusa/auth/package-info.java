/// Who the process is and what an account may read; how somebody proves who he is, and who has tried too often. No protocol
/// but SCRAM's own messages.
package medusa.auth;
