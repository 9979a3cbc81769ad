/**
 * What a virus scanner has said of an uploaded file, and who may then open it: where a scanner is
 * configured, nobody opens what it has not called clean.
 */
import { NotNow } from './errors.js'
import type { Bilingual } from './text.js'

/** `failed`: the scanner looked and could not say, because the file is too large for it, say. */
export const SCAN_STATES = ['waiting', 'clean', 'infected', 'failed'] as const
export type ScanState = (typeof SCAN_STATES)[number]

const SCAN_WORDS: Readonly<Record<Exclude<ScanState, 'clean'>, Bilingual>> = {
  waiting: {
    zh: '正在查毒，通过后才能打开。一般只需几秒，请稍后刷新。',
    en:
      'It is being scanned for malware, usually for a few seconds. You can open it once it has passed. ' +
      'Reload the page shortly.',
  },
  infected: {
    zh: '查出恶意程序，文件已隔离，不能打开，不计为已上传。请在杀毒后上传干净的文件。',
    en:
      'Malware was found. The file is quarantined, cannot be opened and does not count as uploaded. Clean ' +
      'your computer and upload a clean file.',
  },
  failed: {
    zh: '查毒程序无法检查该文件（可能太大或太复杂），因此不能打开，不计为已上传。请重新导出或压缩后上传。',
    en:
      'The scanner cannot examine this file, which may be too large or too complex. It cannot be opened ' +
      'and does not count as uploaded. Export or compress it and upload it again.',
  },
}

/** Why a file is not opened, in words for whoever meets it; undefined for one that may be opened. */
export const scanWords = (state: ScanState | null): Bilingual | undefined =>
  state === null || state === 'clean' ? undefined : SCAN_WORDS[state]

/** Whether the settings name a scanner. */
export class Scanning {
  constructor(readonly required: boolean) {}

  /** What a new file begins with. */
  get first(): ScanState | null {
    return this.required ? 'waiting' : null
  }

  /** How a stored state counts now: what came before the scanner did waits for it. */
  stateOf(stored: ScanState | null): ScanState | null {
    return stored ?? this.first
  }

  /** Throws NotNow, with the reason, for a file that is not to be opened. */
  requireClean(stored: ScanState | null): void {
    const state = this.stateOf(stored)
    const words = scanWords(state)
    if (words) throw new NotNow([{ code: `scan:${state}`, ...words }])
  }
}
