/// Measured facts: [medusa.metrics.Counters] and [medusa.metrics.ErrorLog]. Everything here may be used from any thread.
package medusa.metrics;
