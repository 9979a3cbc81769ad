/**
 * Who counts as one when addresses are counted: whoever has an address of IPv6 has the whole
 * network of it, 64 bits, and could come from another one each time.
 */

/** An address of IPv4, or the first 64 bits of one of IPv6; empty once the client has gone, and its address with it. */
export function networkOf(ip: string | undefined): string {
  if (!ip?.includes(':')) return ip ?? ''
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped) return mapped
  const [head = '', tail] = ip.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const gap = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...gap, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
