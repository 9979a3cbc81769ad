/** A picture in shades of grey, as the reader of zones takes it apart. */

export interface GreyImage {
  /** A byte for each place, row by row: 0 is black. */
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A part of it; what lies outside is white. */
export function cut({ data, width, height }: GreyImage, box: Box): GreyImage {
  const part = new Uint8Array(box.width * box.height).fill(255)
  for (let y = 0; y < box.height; y++) {
    const row = box.top + y
    if (row < 0 || row >= height) continue
    const from = Math.max(0, -box.left)
    const until = Math.min(box.width, width - box.left)
    if (until <= from) continue
    part.set(data.subarray(row * width + box.left + from, row * width + box.left + until), y * box.width + from)
  }
  return { data: part, width: box.width, height: box.height }
}

/** Turned by quarters of a circle, with the clock. */
export function turn({ data, width, height }: GreyImage, quarters: number): GreyImage {
  if (quarters === 0) return { data, width, height }
  const turned = new Uint8Array(data.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) turned[x * height + height - 1 - y] = data[y * width + x] ?? 255
  return turn({ data: turned, width: height, height: width }, quarters - 1)
}

/** Each column moved up by so many places for each place to its right: a slanting line becomes level. */
export function shear({ data, width, height }: GreyImage, slope: number): GreyImage {
  const level = new Uint8Array(data.length).fill(255)
  for (let x = 0; x < width; x++) {
    const shift = Math.round((x - width / 2) * slope)
    for (let y = 0; y < height; y++) {
      const from = y + shift
      if (from >= 0 && from < height) level[y * width + x] = data[from * width + x] ?? 255
    }
  }
  return { data: level, width, height }
}

/** The brightness that parts ink from paper best (Otsu). */
export function inkBelow({ data }: GreyImage): number {
  const counts = new Array<number>(256).fill(0)
  let sum = 0
  for (const value of data) {
    counts[value] = (counts[value] ?? 0) + 1
    sum += value
  }
  let [best, found, dark, darkSum] = [-1, 128, 0, 0]
  for (let level = 0; level < 256; level++) {
    dark += counts[level] ?? 0
    darkSum += level * (counts[level] ?? 0)
    const light = data.length - dark
    if (dark === 0 || light === 0) continue
    const between = dark * light * (darkSum / dark - (sum - darkSum) / light) ** 2
    if (between > best) [best, found] = [between, level + 1]
  }
  return found
}

/** How much ink each row has, or each column. */
export function inkOf({ data, width, height }: GreyImage, along: 'rows' | 'columns', below: number): number[] {
  const ink = new Array<number>(along === 'rows' ? height : width).fill(0)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((data[y * width + x] ?? 255) < below) {
        const at = along === 'rows' ? y : x
        ink[at] = (ink[at] ?? 0) + 1
      }
  return ink
}

/** Where there is more ink than that, from and until. */
export function runsOf(ink: readonly number[], more: number): { readonly from: number; readonly until: number }[] {
  const runs: { from: number; until: number }[] = []
  let from = -1
  for (let at = 0; at <= ink.length; at++) {
    const isInk = at < ink.length && (ink[at] ?? 0) > more
    if (isInk && from < 0) from = at
    if (!isInk && from >= 0) {
      runs.push({ from, until: at })
      from = -1
    }
  }
  return runs
}
