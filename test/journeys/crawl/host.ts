/** How a candidate comes to the own page: the firm shows its address, the passport's number and a mailed code open it, and a PIN from then on. */
import type { BrowserContext } from 'playwright-core'
import { path } from '../../../src/base/path.js'
import type { Served } from '../../web/served.js'

export const PIN = '730418'

export class HostDoor {
  private isSet = false
  private found = 0

  private constructor(
    private readonly site: Served,
    private readonly caseId: number,
    private readonly address: string,
  ) {}

  /** Whether the candidate has consented and refused as when the page was first opened. */
  async isAsFound(): Promise<boolean> {
    return (await this.countConsents()) === this.found
  }

  private async countConsents(): Promise<number> {
    const { rows } = await this.site.world.admin.query<{ count: number }>(
      'select count(*)::int as count from talent_consents where case_id = $1',
      [this.caseId],
    )
    return rows[0]?.count ?? 0
  }

  /** The door to a case whose candidate has a page by now. */
  static async to(site: Served): Promise<HostDoor> {
    const { id } = await site.world.caseIn('letterIssued')
    const firm = await site.visitor('applicant')
    await firm.open(path.caseTalent(id))
    await firm.send(path.makeTalentPage(id))
    const { rows } = await site.world.admin.query<{ code: string }>(
      'select code from talent_pages where case_id = $1',
      [id],
    )
    const address = site.origin + path.host((rows[0]?.code ?? '').replace(/(.{4})(?=.)/g, '$1-'))
    const door = new HostDoor(site, id, address)
    door.found = await door.countConsents()
    return door
  }

  /** Gives a browser the candidate's session. */
  async enter(context: BrowserContext): Promise<void> {
    const page = await context.newPage()
    const send = (form: string) => page.locator(`form[action$="${form}"] button`).first().click()
    await page.goto(this.address)
    if (this.isSet) {
      await page.fill('[name="pin"]', PIN)
      await send('/pin')
    } else {
      await page.fill('[name="email"]', 'rossi@talent.example')
      await page.fill('[name="passport"]', 'YB1234567')
      await send('/mail')
      await page.waitForSelector('[name="code"]')
      await page.fill('[name="code"]', await this.mailedCode())
      await send('/code')
      await page.waitForSelector('[name="again"]')
      await page.fill('[name="pin"]', PIN)
      await page.fill('[name="again"]', PIN)
      await page.locator('main form button').first().click()
    }
    await page.waitForURL((url) => url.pathname === path.talent)
    this.isSet = true
    await page.close()
  }

  private async mailedCode(): Promise<string> {
    const { rows } = await this.site.world.admin.query<{ path: string }>(
      `select path from mails where case_id = $1 and kind = 'hostCode' order by id desc limit 1`,
      [this.caseId],
    )
    return rows[0]?.path.split('#')[1] ?? ''
  }
}
