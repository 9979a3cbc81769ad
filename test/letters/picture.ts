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
