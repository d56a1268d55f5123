import { isIPv4 } from 'node:net';

/**
 * Whether a host name or address, from a bind address or a Host header, is a loopback one.
 *
 * @param host without a port; IPv6 with or without brackets
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

/** The host in a Host header, without the port (RFC 9110, 7.2). */
export function hostOfHeader(header: string): string {
  return header.replace(/:\d*$/, '');
}
