/** Real files, sent as a firm sends them. */
import { PDFDocument } from 'pdf-lib'
import { apiPath } from '../../src/base/path.js'
import { chance } from '../long.js'
import type { Plant } from './plant.js'

/** A contract of some pages; `weight` bytes of it mean nothing. */
export async function contractOf(weight = 0): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create()
  document.addPage()
  if (weight > 0) document.context.register(document.context.stream(new Uint8Array(weight).map(() => chance() * 256)))
  return new Uint8Array(await document.save())
}

/** Sends a paper of a draft; answers the status and, when there is one, the answer's Retry-After. */
export async function upload(
  { apps, inhabited }: Pick<Plant, 'apps' | 'inhabited'>,
  caseId: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ status: number; retryAfter: string | null }> {
  const body = new FormData()
  body.set('kind', 'contract')
  body.set('file', new Blob([bytes], { type: 'application/pdf' }), 'contract.pdf')
  const response = await fetch(`${apps[0]?.address}${apiPath.documents(caseId)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${inhabited.keys.applicant}` },
    body,
    signal: AbortSignal.timeout(20_000),
  })
  await response.body?.cancel()
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}
