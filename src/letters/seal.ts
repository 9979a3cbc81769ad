/**
 * The seal of demonstration letters. It must never pass for an official one: no star, no emblem, a
 * broken ring, and 演示专用 · SPECIMEN in its face. A seal in earnest is a picture that the authority
 * gives.
 */
import type { Seal } from './letterData.js'

const red = '#c3141b'
const faces = 'Haijian Song, Noto Serif SC, LXGW WenKai, Noto Serif'
const centre = 210

/**
 * SVG, to be shown at 42 mm: the demonstration's name along the upper arc, its nature in the upper
 * middle, where no signature stands, and below.
 */
export function drawSpecimenSeal(name: string): string {
  const count = [...name].length
  const size = Math.min(39, 600 / count)
  const ring = (radius: number, width: number, dash = '') =>
    `<circle cx="${centre}" cy="${centre}" r="${radius}" fill="none" stroke="${red}" stroke-width="${width}"${dash}/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420" fill="${red}" ` +
      `font-family="${faces}" font-weight="600" text-anchor="middle">`,
    ring(204, 8),
    ring(191, 2.5, ' stroke-dasharray="9 6"'),
    onArc(name, 184 - size * 0.88, size, Math.min(1.2 * size, 520 / count)),
    `<text x="${centre}" y="140" font-size="42">演示专用</text>`,
    `<text x="${centre}" y="176" font-size="25" letter-spacing="3">SPECIMEN</text>`,
    '</svg>',
  ].join('')
}

/** Glyphs about the top of a circle on which their base lines stand, `step` apart. */
function onArc(text: string, radius: number, size: number, step: number): string {
  const characters = [...text]
  return characters
    .map((character, i) => {
      const turn = ((i - (characters.length - 1) / 2) * step) / radius
      const x = centre + Math.sin(turn) * radius
      const y = centre - Math.cos(turn) * radius
      const place = `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${((turn * 180) / Math.PI).toFixed(2)})`
      return `<text transform="${place}" font-size="${size.toFixed(2)}">${escapeXml(character)}</text>`
    })
    .join('')
}

const escapeXml = (text: string): string => text.replace(/[<&]/g, (character) => (character === '<' ? '&lt;' : '&amp;'))

/** The place of a seal or a QR code on a paper that is not issued. */
export function drawPlace(form: 'circle' | 'square', words: string): string {
  const line = 'fill="none" stroke="#9aa0a6" stroke-width="3" stroke-dasharray="9 6"'
  const edge =
    form === 'circle' ? `<circle cx="210" cy="210" r="205" ${line}/>` : `<path ${line} d="M40 40h340v340H40z"/>`
  const text = words.split(' · ').map((one, i) => `<text x="210" y="${195 + i * 60}">${escapeXml(one)}</text>`)
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 420" fill="#4a4f55" ' +
    `font-family="Haijian Hei, Noto Sans SC" font-size="44" text-anchor="middle">${edge}${text.join('')}</svg>`
  )
}

/** A given seal as SVG, whichever it came as. */
export function wrapSeal({ mime, base64 }: Seal): string {
  if (mime === 'image/svg+xml') return Buffer.from(base64, 'base64').toString('utf8')
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><image width="100" ' +
    `height="100" href="data:${mime};base64,${base64}"/></svg>`
  )
}
