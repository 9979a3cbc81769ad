/** What is used of tesseract-wasm, whose own types Node's way to resolve a package does not find. */
declare module 'tesseract-wasm' {
  export interface Rect {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  export interface OCREngine {
    loadModel(model: Uint8Array): void
    loadImage(image: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number }): void
    setVariable(name: string, value: string): void
    getBoundingBoxes(unit: 'line' | 'word'): { readonly rect: Rect }[]
    getText(): string
  }
  export function createOCREngine(options: { readonly wasmBinary: Uint8Array }): Promise<OCREngine>
}
