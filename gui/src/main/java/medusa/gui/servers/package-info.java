/// Choosing a server: those that are saved, a new one, or one of one's own that serves a folder.
package medusa.gui.servers;
