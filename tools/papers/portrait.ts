/** A drawn portrait for demonstration papers: plainly nobody, on a white ground as the photo rules ask; and a scribble for a signature. */
import sharp from 'sharp'
import type { Chance } from './chance.js'

const tones = [
  { skin: '#e8c4a8', shade: '#d6ab8b', hair: '#3b2a22' },
  { skin: '#d9a983', shade: '#c39069', hair: '#241a16' },
  { skin: '#8d5a3c', shade: '#74472d', hair: '#17110f' },
  { skin: '#f0d3bd', shade: '#dcb79d', hair: '#8a6238' },
] as const
const coats = ['#2f3f57', '#3d4a44', '#54404f', '#39393f', '#5b4a3a'] as const

/** The portrait as SVG, 413 × 531 units: head, shoulders and a hint of a face; long hair for F, short for M. */
export function drawPortrait(chance: Chance, sex: string): string {
  const { skin, shade, hair } = chance.pick<(typeof tones)[number]>(tones)
  const coat = chance.pick<string>(coats)
  const long = sex === 'F' || (sex !== 'M' && chance.below(2) === 0)
  const back = long
    ? `<path d="M112 210c-8 120-14 190 6 236h176c20-46 14-116 6-236z" fill="${hair}"/>`
    : `<path d="M126 196h160v66H126z" fill="${hair}"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 413 531" width="413" height="531">
<rect width="413" height="531" fill="#fdfdfc"/>${back}
<path d="M170 318h74v70c0 26-74 26-74 0z" fill="${shade}"/>
<path d="M34 531c4-88 44-124 136-150 16 26 58 26 74 0 92 26 132 62 136 150z" fill="${coat}"/>
<path d="M170 381l37 48 37-48 14 10-28 74-23-30-23 30-28-74z" fill="#f4f4f2"/>
<ellipse cx="207" cy="236" rx="84" ry="108" fill="${skin}"/>
<path d="M120 232c-6-92 34-138 87-138s93 46 87 138c-10-44-30-66-52-74-40 22-86 20-104 10-10 14-16 34-18 64z" fill="${hair}"/>
<g fill="none" stroke="#4a3a33" stroke-width="4" stroke-linecap="round"><path d="M158 218q16-9 30 0M226 218q16-9 30 0"/><path d="M207 236l-8 34q8 5 15 1" stroke="${shade}"/><path d="M180 299q27 15 54 0" stroke="#a5615a" stroke-width="5"/></g>
<ellipse cx="173" cy="238" rx="7" ry="6" fill="#2b2320"/><ellipse cx="241" cy="238" rx="7" ry="6" fill="#2b2320"/>
</svg>`
}

/** A line of ink that could be a signature, as SVG 220 × 70 units. */
export function drawSignature(chance: Chance): string {
  let path = `M12 ${38 + chance.below(12)}`
  for (let x = 12; x < 176; x += 16 + chance.below(12)) {
    const high = 8 + chance.below(24)
    const low = 42 + chance.below(20)
    path += ` C${x + 4} ${high} ${x + 20} ${high} ${x + 10} ${low} S${x + 12} ${low - 24} ${x + 22} ${34 + chance.below(12)}`
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 70" width="220" height="70"><path d="${path} q18 -2 26 -10" fill="none" stroke="#1d2f6f" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`
}

export interface PhotoWish {
  readonly width: number
  readonly height: number
  readonly format: 'jpeg' | 'png'
  /** The size in bytes to come out at; nothing smaller than the picture needs is possible. */
  readonly bytes?: number
}

/** An SVG as a picture of exactly the width and height wished, and of exactly the bytes wished wherever the picture fits into them. */
export async function paint(svg: string, { width, height, format, bytes }: PhotoWish): Promise<Buffer> {
  const drawn = sharp(Buffer.from(svg), { density: 150 })
    .resize(width, height, { fit: 'cover' })
    .flatten({ background: '#ffffff' })
  if (format === 'png') return drawn.png().toBuffer()
  const pixels = await drawn.raw().toBuffer({ resolveWithObject: true })
  const encode = (quality: number) => sharp(pixels.data, { raw: pixels.info }).jpeg({ quality }).toBuffer()
  for (const quality of [92, 85, 75, 60, 45, 30, 15, 5]) {
    const made = await encode(quality)
    if (!bytes) return made
    if (bytes - made.length >= 4 || bytes === made.length) return padJpeg(made, bytes)
  }
  return encode(1)
}

/** Lengthens a JPEG by comment segments (ITU-T T.81 §B.2.4.5: marker, two bytes of length, at most 65,533 of text) after its first marker. */
function padJpeg(jpeg: Buffer, bytes: number): Buffer {
  const segments: Buffer[] = []
  for (let missing = bytes - jpeg.length; missing > 0; ) {
    let size = Math.min(missing, 65_537)
    if (missing > size && missing - size < 4) size -= 4
    const segment = Buffer.alloc(size, 'Haijian demonstration ')
    segment.writeUInt16BE(0xfffe, 0)
    segment.writeUInt16BE(size - 2, 2)
    segments.push(segment)
    missing -= size
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)])
}
