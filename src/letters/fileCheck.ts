/**
 * Checks a file that somebody sends in: first whether it is one of ours, byte for byte; if not,
 * whether it was once.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { normaliseCheckCode } from '../base/checkCode.js'
import { type CheckResult, Letters } from './letter.service.js'
import { Trust } from './trust.js'
import { type Fault, verifyPdf } from './verify.js'
import { XMP_PREFIX } from './xmp.js'

/** What changing a signed file leaves behind; a file with none of these was never ours, or is ours whole. */
const TRACES: readonly Fault[] = ['changed', 'notWhole', 'badSignature', 'badChain']

@Injectable()
export class FileCheck {
  constructor(
    private readonly letters: Letters,
    private readonly trust: Trust,
  ) {}

  /**
   * What the registry says of a file. One that is not registered is altered when it carries the
   * check code of a letter that is, or a signature of ours that does not fit it.
   */
  async check(file: Buffer): Promise<{ checked: CheckResult; sha256: string }> {
    const sha256 = createHash('sha256').update(file).digest('hex')
    const checked = await this.letters.check({ sha256, code: codeIn(file) })
    if (checked.standing !== 'unknown' || !this.wasOurs(file)) return { checked, sha256 }
    return { checked: { standing: 'altered' }, sha256 }
  }

  private wasOurs(file: Buffer): boolean {
    const { faults } = verifyPdf(file, this.trust.signers, this.trust.timeStampers)
    const codes = faults.map(({ code }) => code)
    return !codes.includes('otherSigner') && codes.some((code) => TRACES.includes(code))
  }
}

/** The check code that stands in the file's metadata, if it has any. */
export function codeIn(file: Buffer): string | undefined {
  const found = new RegExp(`<${XMP_PREFIX}:checkCode>([^<]{1,40})<`).exec(file.toString('latin1'))?.[1]
  return found === undefined ? undefined : normaliseCheckCode(found)
}
