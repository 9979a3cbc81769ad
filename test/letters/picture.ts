/** Pages of a letter as a reader sees them: drawn by PDFium, which shares nothing with what sets them. */
import { PDFiumLibrary } from '@hyzyla/pdfium'

export interface Picture {
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly pixels: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** All pages at so many dots an inch. */
export async function drawPages(pdf: Buffer, dpi: number): Promise<Picture[]> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const pages: Picture[] = []
  for (const page of document.pages()) {
    const { data, width, height } = await page.render({ scale: dpi / 72, render: 'bitmap' })
    pages.push({ pixels: new Uint8ClampedArray(data), width, height })
  }
  document.destroy()
  library.destroy()
  return pages
}

/** The edges of all that is of a colour, in millimetres from the page's upper left corner. Throws when nothing is. */
export function edgesOf(
  picture: Picture | undefined,
  dpi: number,
  isOf: (red: number, green: number, blue: number) => boolean,
): { left: number; right: number; top: number; bottom: number } {
  const { pixels, width } = picture ?? { pixels: [], width: 0 }
  const [columns, rows] = [new Set<number>(), new Set<number>()]
  for (let at = 0; at < pixels.length; at += 4) {
    if (!isOf(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)) continue
    columns.add((at / 4) % width)
    rows.add(Math.floor(at / 4 / width))
  }
  if (columns.size === 0) throw new Error('nothing on the page is of this colour')
  const mm = (pixel: number) => (pixel * 25.4) / dpi
  return {
    left: mm(Math.min(...columns)),
    right: mm(Math.max(...columns) + 1),
    top: mm(Math.min(...rows)),
    bottom: mm(Math.max(...rows) + 1),
  }
}
