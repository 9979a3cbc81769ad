/**
 * Takes a paper of one case of a firm into another one: its content is opened by the key of the
 * first, looked at anew and sealed by the key of the second, so that each case keeps its own.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import type { DocumentRule } from '../criteria/documents.js'
import type { Person } from '../people/session.service.js'
import type { Attachment } from './caseFile.js'
import { CaseService } from './case.service.js'
import { PaperFiles } from './files/papers.js'
import { FileReceiver } from './files/receive.js'
import { ReadingService } from './reading.service.js'

@Injectable()
export class Bringing {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly papers: PaperFiles,
    private readonly receiver: FileReceiver,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws NotFound (a case or paper that this person may not see), NotNow (not scanned, or the case takes none now),
   * Invalid (the same file is here already), ContentMissing.
   */
  async bring(
    person: Person,
    from: { readonly caseId: number; readonly paper: Attachment },
    to: number,
    rule: DocumentRule | undefined,
  ): Promise<void> {
    const seal = await this.reading.requireOpen(person, to)
    const stored = await this.reading.openFile(person, from.caseId, from.paper.id)
    const content = await this.papers.open(stored)
    const { kind, issuedOn, details } = stored
    const part = { filename: stored.name, file: content }
    const file = await this.receiver.receive(part, kind, rule?.image ?? null, { seal, today: this.clock.today() })
    const input = { kind, issuedOn: issuedOn ?? undefined, beside: true, details, from: from.caseId, file }
    try {
      await this.cases.act(to, 'attachFile', { actor: person, input })
    } catch (error) {
      await this.receiver.discard([file])
      throw error
    }
  }
}
