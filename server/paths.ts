/** Tokens stand in paths of mail links; a log must not be a way to use them. */
export function maskPath(pathname: string): string {
  return pathname.replace(/^((?:\/api)?\/(?:reconnect|invite))\/.+/, '$1/[token]');
}
