/**
 * A QR code as a drawing: one path, a rectangle for every run of dark modules, with the quiet zone
 * of four modules that ISO/IEC 18004 asks for.
 */
import QRCode from 'qrcode'

const quiet = 4

/** SVG of the code of a text, error correction M. Throws when the text is too long for any code. */
export function drawQr(text: string): string {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules
  const runs: string[] = []
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue
      const start = x
      while (x + 1 < size && data[y * size + x + 1]) x++
      runs.push(`M${start + quiet} ${y + quiet}h${x + 1 - start}v1H${start + quiet}z`)
    }
  }
  const side = size + 2 * quiet
  // On white of its own: words may stand across the page.
  const ground = `<path fill="#fff" d="M0 0h${side}v${side}H0z"/>`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ` +
    `${side}">${ground}<path d="${runs.join('')}"/></svg>`
  )
}
