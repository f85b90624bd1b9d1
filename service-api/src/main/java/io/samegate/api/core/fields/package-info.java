/**
 * Who manages which fields of an object: sets of fields, server-side apply, and {@code metadata.managedFields}.
 *
 * <p>The words are those of Kubernetes: an <em>applier</em> owns what it says and loses what it no longer says; everybody
 * else owns what they changed.
 */
package io.samegate.api.core.fields;
