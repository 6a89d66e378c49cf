/// How the server does at a glance: numbers, what they were in the last quarter of an hour, and what needs attention.
package medusa.gui.dashboard;
