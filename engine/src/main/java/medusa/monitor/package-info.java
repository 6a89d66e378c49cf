/// Looking into a running server, and changing it: structured calls for programs (JSON-RPC), the classic monitor's prompt,
/// and their client. `engine/monitor-protocol.md` is the protocol for those who write another client.
package medusa.monitor;
