/** The real Kafka broker, as one own process and inside tests. Knows Kafka's server classes; nothing else does. */
package io.samegate.broker;
