/// The loop and its sockets; it knows no protocol.
package medusa.reactor;
