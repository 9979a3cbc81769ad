/** Points on a line, with the marks that they are compared with. */
import type { Bilingual } from '../../base/text.js'

export interface Scale {
  readonly value: number
  readonly x: number
  readonly marks: readonly { readonly x: number; readonly text: string }[]
  readonly label: Bilingual
}

const WIDTH = 340

/**
 * What parts/scale.hbs draws.
 *
 * @param value points reached
 * @param most points that can be reached
 * @param marks class and points of each line: `{ name: 'B', at: 60 }`
 */
export function scale(value: number, most: number, marks: readonly { name: string; at: number }[]): Scale {
  const place = (points: number) => Math.round((Math.min(points, most) / most) * WIDTH * 10) / 10
  const compared = marks.map(({ name, at }) =>
    value >= at
      ? { zh: `达到${name}类${at}分`, en: `reaches class ${name} at ${at}` }
      : { zh: `未到${name}类${at}分`, en: `below class ${name} at ${at}` },
  )
  return {
    value,
    x: place(value),
    marks: marks.map(({ name, at }) => ({ x: place(at), text: `${name} ${at}` })),
    label: {
      zh: [`${value} 分，满分 ${most}`, ...compared.map(({ zh }) => zh)].join('；'),
      en: [`${value} of ${most} points`, ...compared.map(({ en }) => en)].join('; '),
    },
  }
}
