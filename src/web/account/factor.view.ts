/** What the pages of second factors show: a key to be scanned or typed, and codes to be kept. */
import { drawQr } from '../../letters/qr.js'
import type { Enrolment } from '../../people/factor.service.js'
import type { Kept } from '../http/goOn.js'

/** A key as people read it: in groups of four. */
const inGroups = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ')

/** The key as a picture and as text, and the form that brings its first code to `action`. */
export const enrolView = ({ key, uri, sealed }: Enrolment, action: string) => ({
  qr: `data:image/svg+xml;base64,${Buffer.from(drawQr(uri)).toString('base64')}`,
  key: inGroups(key),
  enrolment: sealed,
  action,
})

/** Recovery codes, shown this once, and where one goes on. */
export const codesView = (codes: readonly string[], next: { readonly href: string } | Kept) => ({
  title: { zh: '恢复码', en: 'Recovery codes' },
  codes,
  ...next,
})
