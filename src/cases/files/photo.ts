/**
 * Reads an image in the reading process: its size, and whether every row of it decodes. Only the
 * JPEG and PNG decoders are open.
 */
import sharp from 'sharp'
import { refuse } from './refusals.js'

sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] })

/**
 * Width and height in pixels as the image is shown (a camera's turn taken into account). The header
 * alone decides whether it is too large, so that a bomb is never unpacked; then the whole image is
 * decoded once, row by row, so that a damaged one is found. Refuses `file:tooManyPixels`,
 * `file:damaged`.
 */
export async function readImage(bytes: Buffer, maxPixels: number): Promise<{ width: number; height: number }> {
  const options = { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true, pages: 1 } as const
  try {
    const header = await sharp(bytes, options).metadata()
    if (header.width * header.height > maxPixels) return refuse('file:tooManyPixels', { limit: maxPixels / 1e6 })
    await sharp(bytes, options).resize(8, 8, { fit: 'fill' }).raw().toBuffer()
    return header.autoOrient
  } catch (problem) {
    if (problem instanceof Error && /pixel limit/.test(problem.message)) {
      return refuse('file:tooManyPixels', { limit: maxPixels / 1e6 })
    }
    return refuse('file:damaged')
  }
}
