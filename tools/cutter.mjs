/**
 * Cuts faces to some characters, for headings (faces.mjs) and for letters (src/letters/fonts.ts), by HarfBuzz's own
 * subsetter in WebAssembly. Plain JavaScript, because a build cuts before anything else is there.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const LIBRARY = 'harfbuzzjs/dist/harfbuzz-subset.wasm'
/** OpenType settings among the lists of an hb_subset_input_t. */
const LIST_OF_SETTINGS = 6

/**
 * HarfBuzz's subsetter, by its own names. The answer cuts the face to characters, and to some of its settings; to all
 * of them where none are named.
 */
export async function openCutter(font) {
  const { instance } = await WebAssembly.instantiate(readFileSync(createRequire(import.meta.url).resolve(LIBRARY)))
  const hb = instance.exports
  hb._initialize()
  const at = hb.malloc(font.length)
  new Uint8Array(hb.memory.buffer).set(font, at)
  const blob = hb.hb_blob_create(at, font.length, 2, 0, 0)
  const face = hb.hb_face_create(blob, 0)
  hb.hb_blob_destroy(blob)
  return (characters, settings) => {
    const input = hb.hb_subset_input_create_or_fail()
    const codes = hb.hb_subset_input_unicode_set(input)
    for (const character of characters) hb.hb_set_add(codes, character.codePointAt(0))
    const features = hb.hb_subset_input_set(input, LIST_OF_SETTINGS)
    hb.hb_set_clear(features)
    if (settings) for (const tag of settings) hb.hb_set_add(features, Buffer.from(tag).readUInt32BE())
    else hb.hb_set_invert(features)
    const cut = hb.hb_subset_or_fail(face, input)
    hb.hb_subset_input_destroy(input)
    if (cut === 0) throw new Error('the face cannot be cut')
    const result = hb.hb_face_reference_blob(cut)
    const from = hb.hb_blob_get_data(result, 0)
    const bytes = new Uint8Array(hb.memory.buffer).slice(from, from + hb.hb_blob_get_length(result))
    hb.hb_blob_destroy(result)
    hb.hb_face_destroy(cut)
    return bytes
  }
}
