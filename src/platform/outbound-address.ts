import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Whether a text is an address or a range such as 10.0.0.0/8, without shorthand. */
export function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const width = { 4: 32, 6: 128 }[isIP(address)];
  if (width === undefined || more.length > 0 || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= width);
}

/**
 * Judges addresses by what they are: public ones may be reached, any other kind only within the ranges that are allowed,
 * link-local ones never, since clouds hand out credentials there.
 */
export function addressGuard(allowed: readonly string[]): (address: string) => boolean {
  const ranges = allowed.map((text) =>
    ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${isIP(text) === 4 ? 32 : 128}`),
  );
  const isListed = (address: Address) =>
    ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
  const isFine = (address: Address): boolean => {
    if (address.range() === 'linkLocal') return false;
    const inner = innerOf(address);
    if (inner === null) return isListed(address) || isPublic(address);
    // The form alone opens nothing: what it leads to has to be open as well.
    return isFine(inner) && (isListed(inner) || isListed(address));
  };
  return (text) => ipaddr.isValid(text) && isFine(ipaddr.parse(text));
}

const isPublic = (address: Address) => address.range() === 'unicast';

/** The IPv4 address that an IPv6 one leads to: mapped (RFC 4291), translated (RFC 6052, 6145), 6to4 (RFC 3056). */
function innerOf(address: Address): ipaddr.IPv4 | null {
  if (!(address instanceof ipaddr.IPv6)) return null;
  const bytes = address.toByteArray();
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6052':
    case 'rfc6145':
      return new ipaddr.IPv4(bytes.slice(12));
    case '6to4':
      return new ipaddr.IPv4(bytes.slice(2, 6));
    default:
      // The form ::127.0.0.1 is long given up, yet some systems still follow it.
      return bytes.slice(0, 12).every((byte) => byte === 0) && isPublic(address)
        ? new ipaddr.IPv4(bytes.slice(12))
        : null;
  }
}
