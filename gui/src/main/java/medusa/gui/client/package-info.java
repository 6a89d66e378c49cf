/// What the console knows of servers: how they are reached, and what they tell as immutable records. No JavaFX.
package medusa.gui.client;
