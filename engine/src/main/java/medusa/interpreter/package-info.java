/// Java typed into the running server: [medusa.interpreter.Interpreter] compiles it beside the reactor and runs it on the
/// reactor thread, with JShell.
package medusa.interpreter;
