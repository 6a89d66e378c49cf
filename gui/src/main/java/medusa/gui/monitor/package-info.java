/// Java typed into a running server: a transcript, an editor, and an interpreter of its own for each tab. What is without a scene
/// ([medusa.gui.monitor.Repl] and what it uses) knows nothing of the views.
package medusa.gui.monitor;
