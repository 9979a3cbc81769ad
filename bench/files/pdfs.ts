/** PDFs of any size: one as a text program writes it, and some made to keep a reader busy, which once took the square of their size. */
import { deflateSync } from 'node:zlib'

const CATALOG = '<</Type/Catalog/Pages 2 0 R>>'
const PAGES = '<</Type/Pages/Kids[3 0 R]/Count 1>>'
const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'

/** Numbered objects without a cross-reference table, which viewers and the parser make anew, and what follows them. */
function pdfOf(objects: readonly string[], rest = ''): Buffer {
  const numbered = objects.map((body, index) => `${index + 1} 0 obj\n${body}\nendobj\n`).join('')
  return Buffer.from(`%PDF-1.7\n${numbered}${rest}\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`, 'latin1')
}

const LEAST = pdfOf([CATALOG, PAGES, PAGE]).length

/** The text over and over, as often as fits into a file of this size. */
const fill = (text: string, size: number): string => text.repeat(Math.floor(Math.max(0, size - LEAST) / text.length))

const behind = (text: string) => (size: number) => pdfOf([CATALOG, PAGES, PAGE], fill(text, size))

/** A page of text for every three kilobytes, compressed as usual. */
export function honestPdf(size: number): Buffer {
  const count = Math.max(1, Math.floor(size / 3072))
  const kids = Array.from({ length: count }, (_, index) => `${3 + 2 * index} 0 R`)
  const pages = kids.flatMap((_, index) => {
    const words = Array.from({ length: 380 }, (_, word) => ((word * 7919 + index * 104729) % 1e6).toString(36))
    const packed = deflateSync(`BT /F1 11 Tf 50 780 Td (${words.join(' ')}) Tj ET`).toString('latin1')
    return [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${4 + 2 * index} 0 R>>`,
      `<</Length ${packed.length}/Filter/FlateDecode>>\nstream\n${packed}\nendstream`,
    ]
  })
  return pdfOf([CATALOG, `<</Type/Pages/Kids[${kids.join(' ')}]/Count ${count}>>`, ...pages])
}

/** Each by what it makes a reader do again and again. */
export const HOSTILE: Readonly<Record<string, (size: number) => Buffer>> = {
  /** Each of its names might go on behind the comment that the file ends with. */
  comments: (size) => Buffer.from(`%PDF-1.7\n${fill('/S%', size)}startxref 0 %%EOF`),
  'comments of lines': behind('/S%\n%'),
  'comments twice': (size) => pdfOf([CATALOG, PAGES, PAGE], `${fill('/EF%', size / 2)}\n<<${fill('%\n', size / 2)}`),
  'strings without end': behind('9 0 obj(\nendobj\n'),
  'streams without end': behind('9 0 obj<<>>stream\nendobj\n'),
  'one long number': behind('1'),
  'no objects': behind('1 2 junk '),
  'one stream on many pages': (size) => {
    const packed = deflateSync(Buffer.alloc(20_000)).toString('latin1')
    const kids = fill('3 0 R ', size / 2)
    return pdfOf([
      CATALOG,
      `<</Type/Pages/Kids[${kids}]/Count 1>>`,
      `<</Type/Page/Parent 2 0 R/Contents[${fill('4 0 R ', size / 2)}]>>`,
      `<</Length ${packed.length}/Filter/FlateDecode>>\nstream\n${packed}\nendstream`,
    ])
  },
  'pages in pages': (size) => {
    const levels = Math.max(1, Math.min(500, Math.floor(size / 64)))
    const nodes = Array.from(
      { length: levels },
      (_, level) => `<</Type/Pages/Kids[${level + 3} 0 R ${level + 3} 0 R]>>`,
    )
    return pdfOf([CATALOG, ...nodes, '<</Type/Page>>'], fill(' ', size - levels * 64))
  },
}
