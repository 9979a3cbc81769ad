/** A small PDF that takes a viewer minutes: every page is filled from edge to edge again and again, blended with what lies under it. */
import { deflateSync } from 'node:zlib'

/** `pages` of them; a few kilobytes. `name` makes each file another one. */
export function hostilePdf(name: string, pages = 100, filled = 70): Buffer {
  const fills = Array.from({ length: filled }, (_, at) => `${(at % 10) / 10} 0.5 0.3 rg 0 0 595 842 re f`)
  const drawn = deflateSync(Buffer.from(`/G gs\n${fills.join('\n')}\n`), { level: 9 })
  const kids = Array.from({ length: pages }, (_, at) => `${at + 5} 0 R`).join(' ')
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'),
    Buffer.from(`<</Type/Pages/Count ${pages}/Kids[${kids}]>>`),
    Buffer.from('<</Type/ExtGState/BM/ColorDodge/ca 0.5/CA 0.5>>'),
    Buffer.concat([
      Buffer.from(`<</Length ${drawn.length}/Filter/FlateDecode>>\nstream\n`),
      drawn,
      Buffer.from('\nendstream'),
    ]),
    ...Array.from({ length: pages }, () =>
      Buffer.from(
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</ExtGState<</G 3 0 R>>>>/Contents 4 0 R>>',
      ),
    ),
  ]
  return written(objects, name)
}

/** With its cross-reference table, as any program writes it. */
function written(objects: readonly Buffer[], name: string): Buffer {
  const parts = [Buffer.from(`%PDF-1.7\n%${name}\n`)]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  objects.forEach((body, at) => {
    offsets.push(length)
    const part = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    parts.push(part)
    length += part.length
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  parts.push(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<</Size ${size}/Root 1 0 R>>\n`))
  parts.push(Buffer.from(`startxref\n${length}\n%%EOF\n`))
  return Buffer.concat(parts)
}
