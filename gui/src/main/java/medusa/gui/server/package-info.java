/// The server in the window: what all screens share of it. View models: no stage, no scene.
package medusa.gui.server;
