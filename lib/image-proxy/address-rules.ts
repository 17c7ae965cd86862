import ipaddr from 'ipaddr.js';

const PORTS = new Set(['', '80', '443']);
const LONGEST_URL = 8_000;

/**
 * The address of a picture that we may ask for: http or https on its own port, no name or password in it, and
 * no host that is an address of a network that is not public. Names are judged by what they resolve to.
 */
export function fetchableUrl(raw: string, base?: string): URL | null {
  if (raw.length > LONGEST_URL || !URL.canParse(raw, base)) return null;
  const url = new URL(raw, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  // The port of the other scheme is a guess at what else listens there.
  if (!PORTS.has(url.port)) return null;
  // URL has brought decimal, octal, hex and short forms into the usual one already.
  const literal = literalOf(url);
  return literal !== null && !isPublicAddress(literal) ? null : url;
}

/** The address that stands in place of a host name, without brackets; null for a name. */
export function literalOf(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? host : null;
}

/**
 * Whether an IP address, in any form, belongs to the public network. Not: loopback, private, link-local,
 * carrier-grade NAT, multicast, reserved and documentation ranges, and IPv6 addresses that carry an IPv4 one.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) {
    // All that is handed out lies in 2000::/3; 6to4 and NAT64 lead to IPv4 addresses of anybody's choice.
    const [first = 0, second = 0] = address.parts;
    return (
      first >= 0x2000 &&
      first <= 0x3fff &&
      first !== 0x2002 &&
      !(first === 0x2001 && second < 0x200)
    );
  }
  // Benchmarking (RFC 2544) and the old relays of 6to4 (RFC 7526).
  const [a = 0, b = 0, c = 0] = address.octets;
  return !(a === 198 && (b === 18 || b === 19)) && !(a === 192 && b === 88 && c === 99);
}
