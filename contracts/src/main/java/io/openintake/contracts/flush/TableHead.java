package io.openintake.contracts.flush;

/**
 * Our last commit in the table.
 *
 * @param target {@link io.openintake.contracts.TableTarget#hash()}
 * @param uuid the table's UUID
 * @param head the commit id in the table property
 * @param snapshot its snapshot id
 * @param sequence its sequence number
 */
public record TableHead(String target, String uuid, String head, long snapshot, long sequence) {}
