/** First and last name as one; null where neither says anything. */
export function fullNameOf(wire: {
  first_name: string | null;
  last_name: string | null;
}): string | null {
  return [wire.first_name, wire.last_name].filter(Boolean).join(' ').trim() || null;
}

/** Whether two people are connected, by how far LinkedIn says that they are apart; null where it does not say. */
export function isConnectedBy(networkDistance: string | null | undefined): boolean | null {
  return networkDistance ? networkDistance === 'FIRST_DEGREE' : null;
}
