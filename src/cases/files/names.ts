/** The name that a person gave a file: shown and offered for download, never used to store anything. */

const longest = 100

/**
 * What is looked at of a declared name: systems allow 255 characters, a request 80,000, and what
 * trims it takes the square of that.
 */
const looked = 1000

/** Names that Windows keeps for devices. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * The declared name without folders, control, invisible and text-turning characters, at most 100
 * characters long, ending in `extension` (pdf, jpg, png, csv, xlsx: from the content). A name of which nothing
 * is left becomes `file`.
 */
export function cleanName(declared: string, extension: string): string {
  const last = declared.normalize('NFC').split(/[/\\]/).at(-1)?.slice(0, looked) ?? ''
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
  const stem = plain.replace(/\.(?:pdf|jpe?g|jpe|jfif|png|csv|xlsx)\s*$/i, '').replace(/^[.\s]+|[.\s]+$/g, '')
  const short = [...stem]
    .slice(0, longest - extension.length - 1)
    .join('')
    .trim()
  const safe = reserved.test(short) ? `${short}_` : short
  return `${safe || 'file'}.${extension}`
}

/**
 * The value of Content-Disposition that offers a download under a cleaned name: RFC 6266 §4 with
 * the extended form of RFC 8187 §3.2, and a plain ASCII name for readers that know only the old
 * form.
 */
export function attachmentHeader(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/(?<=[A-Za-z])\p{M}+/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_')
  const extended = encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`
}
