/**
 * Service accounts: made, confirmed where they are an authority's, given keys, ended; what they called. A new
 * account and a new key take a renewed proof; a secret is shown to whoever made it (http/shownOnce.ts).
 */
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Reason } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { has } from '../../people/actor.js'
import { Firms } from '../../people/firm.service.js'
import { ServiceAccounts } from '../../people/serviceAccount.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { readNumber } from '../http/input.js'
import { earlierOf, optionsOf, PER_PAGE } from '../http/paging.js'
import { Id, Me } from '../http/params.js'
import { ShownOnce } from '../http/shownOnce.js'
import { isNotNow, submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'
import {
  authorityServiceOf,
  firmServiceOf,
  responsibleForm,
  SERVICE_KEY,
  type ServiceForm,
} from './serviceAccounts.forms.js'
import { accountFacts, accountRow, callTable, keyRow, onceView } from './serviceAccounts.view.js'

const FIRST_OFFER = '90' // days

interface Made {
  readonly name: string
  readonly value: string
}

interface Shown {
  readonly before?: number | undefined
  readonly key?: Filled
  readonly responsible?: Filled
  readonly secret?: Made | undefined
  readonly refused?: readonly Reason[]
}

@Controller('service-accounts')
@For('firmAdmin', 'systemAdmin', 'securityAdmin')
export class ServiceAccountsController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly firms: Firms,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly once: ShownOnce,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.list(me)
  }

  @Post()
  @For('firmAdmin', 'systemAdmin')
  @NeedsProof()
  async create(@Me() me: Person, @Body() body: unknown) {
    return submit(await this.formFor(me), body, {
      work: ({ authority, ...wish }: ServiceForm) =>
        this.accounts.create(me, { ...wish, authorityId: authority === undefined ? null : Number(authority) }),
      then: (id) => done(path.serviceAccount(id), me.firmId === null ? 'proposed' : 'made'),
      again: (form) => this.list(me, form),
    })
  }

  @Get(':id')
  open(@Me() me: Person, @Id() id: number, @Query() query: unknown) {
    const secret = this.once.find<Made>(me, path.serviceAccount(id), query)
    return this.one(me, id, { before: readNumber(query, 'before'), secret })
  }

  @Post(':id/confirm')
  @For('securityAdmin')
  @NeedsProof()
  async confirm(@Me() me: Person, @Id() id: number) {
    await this.accounts.confirm(me, id)
    return done(path.serviceAccount(id), 'confirmed')
  }

  @Post(':id/responsible')
  @For('firmAdmin', 'systemAdmin')
  async responsible(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(responsibleForm(await this.peopleOf(me)), body, {
      work: ({ responsible }) => this.accounts.setResponsible(me, id, responsible),
      then: done(path.serviceAccount(id), 'responsible'),
      again: (responsible) => this.one(me, id, { responsible }),
    })
  }

  @Post(':id/end')
  async end(@Me() me: Person, @Id() id: number) {
    await this.accounts.end(me, id)
    return done(path.serviceAccount(id), 'ended')
  }

  @Post(':id/keys')
  @For('firmAdmin', 'systemAdmin')
  @NeedsProof()
  addKey(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(SERVICE_KEY, body, {
      work: async ({ publicKey, ...wish }) =>
        publicKey
          ? this.accounts.addPublicKey(me, id, { ...wish, publicKey })
          : { name: wish.name, value: await this.accounts.addKey(me, id, wish) },
      then: (secret) =>
        secret
          ? this.once.show(me, path.serviceAccount(id), secret, 'key-once')
          : done(path.serviceAccount(id), 'registered'),
      again: (key, refused) => this.one(me, id, { key: withoutPrivate(key), refused: refused?.because ?? [] }),
      refuses: isNotNow,
    })
  }

  @Post(':id/keys/:key/end')
  async endKey(@Me() me: Person, @Id() id: number, @Id('key') key: number) {
    await this.accounts.endKey(me, id, key)
    return done(path.serviceAccount(id), 'keyEnded')
  }

  /** A firm's administrator chooses among its people; of an authority's people nobody here has a list. */
  private async peopleOf(me: Person) {
    if (me.firmId === null) return undefined
    const people = await this.firms.listPeople(me, me.firmId)
    return people.map(({ name, account }) => ({ value: account, label: { zh: name, en: name } }))
  }

  private async formFor(me: Person) {
    const people = await this.peopleOf(me)
    if (people) return firmServiceOf(people)
    return authorityServiceOf(optionsOf(await this.names()))
  }

  private names = () => this.authorities.names(this.clock.today(), 'permit')

  private async list(me: Person, form?: Filled) {
    const [all, names] = [await this.accounts.list(me), await this.names()]
    return page(
      'service-accounts/list',
      {
        title: { zh: '服务账号', en: 'Service accounts' },
        firm: me.firmId !== null,
        rows: all.map((one) => accountRow(one, names)),
        form: has(me, 'firmAdmin', 'systemAdmin') ? (form ?? new Filled(await this.formFor(me))) : undefined,
      },
      { done: DONE },
    )
  }

  private async one(me: Person, id: number, { before, key, responsible, secret, refused = [] }: Shown) {
    const [one, names] = [await this.accounts.get(me, id), await this.names()]
    const [keys, calls] = [await this.accounts.keys(me, id), await this.accounts.calls(me, id, PER_PAGE, before)]
    const speaks = one.endedAt === null && one.confirmedAt !== null
    const administers = has(me, 'firmAdmin', 'systemAdmin')
    const view = {
      ...accountFacts(one, names, me),
      refused,
      once: secret && onceView(secret),
      keys: keys.map((each) => keyRow(id, each, this.clock.now())),
      addKey: path.serviceKeys(id),
      keyForm: speaks && administers ? (key ?? newKey()) : undefined,
      setResponsible: path.serviceResponsible(id),
      responsibleForm:
        one.endedAt === null && administers
          ? (responsible ?? new Filled(responsibleForm(await this.peopleOf(me))))
          : undefined,
      calls: calls.length > 0 ? callTable(calls) : undefined,
      earlier: earlierOf(calls),
    }
    return page('service-accounts/one', view, { done: DONE, status: refused.length > 0 ? 409 : undefined })
  }
}

const newKey = () => new Filled(SERVICE_KEY, { days: FIRST_OFFER })

/** A private key is not shown again. */
const withoutPrivate = (key: Filled): Filled =>
  key.problems.some(({ code }) => code === 'privateKey')
    ? new Filled(key.form, { ...key.tree, publicKey: '' }, key.problems)
    : key

const DONE = {
  made: success('服务账号已建立', 'Service account created', { zh: '请新建密钥。', en: 'Next, create a key for it.' }),
  proposed: success('服务账号已提出', 'Service account proposed', {
    zh: '安全管理员确认后，方可新建密钥。',
    en: 'Keys can be created once a security administrator has confirmed it.',
  }),
  confirmed: success('服务账号已确认', 'Service account confirmed', {
    zh: '系统管理员现在可以新建密钥。',
    en: 'A system administrator can now create keys for it.',
  }),
  responsible: success('负责人已更换', 'Responsible person changed'),
  ended: success('服务账号已停用', 'Service account closed', {
    zh: '密钥全部作废，不能恢复。',
    en: 'Its keys are permanently revoked.',
  }),
  registered: success('公钥已登记', 'Public key registered', {
    zh: '程序现在可以用私钥签名，申请访问令牌。',
    en: 'The program can now sign with its private key and request access tokens.',
  }),
  keyEnded: success('密钥已作废', 'Key revoked', {
    zh: '用它的调用从现在起一律拒绝。',
    en: 'Calls with it are rejected from now on.',
  }),
}
