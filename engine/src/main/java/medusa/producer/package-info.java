/// What a channel sends, as sources that are asked for their next bytes when the peer has taken the ones before.
///
/// The seam is [medusa.producer.Producer]. Sources: [medusa.producer.BytesProducer], [medusa.producer.BufferListProducer],
/// [medusa.producer.LinesProducer], [medusa.producer.FileProducer], [medusa.producer.OutputStreamProducer]. Wrappers:
/// [medusa.producer.CompositeProducer], [medusa.producer.GatheringProducer], [medusa.producer.HookedProducer],
/// [medusa.producer.ChunkedProducer], [medusa.producer.CompressingProducer], [medusa.producer.EscapingProducer].
/// A wrapper owns what it wraps: it passes on [medusa.producer.Producer#wakeWith] and closes it once.
package medusa.producer;
