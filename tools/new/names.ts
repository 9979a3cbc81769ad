/** One name in the ways in which code, addresses and people write it. */

/** `late-cases` → `lateCases` */
export const camelOf = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** `late-cases`, `lateCases` → `LateCases` */
export const pascalOf = (name: string): string => camelOf(name).replace(/^\w/, (letter) => letter.toUpperCase())

/** `late-cases`, `lateCases` → `Late cases` */
export function sentenceOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('-', ' ')
  return words.replace(/^\w/, (letter) => letter.toUpperCase())
}
