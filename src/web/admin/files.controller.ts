/**
 * The stores of files for the system administrator: whose they are, what is missing, how they were
 * cleared; a clearing of more than a twentieth goes on once it is approved here.
 */
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common'
import { NotFound, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { type ClearingLine, type MissingLine, type StoreLine, Stores } from '../../cases/files/stores.service.js'
import type { StoreKind } from '../../cases/storeEntities.js'
import { errorSummary } from '../../forms/engine/check.js'
import * as ask from '../../forms/engine/field.js'
import type { Person } from '../../people/session.service.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { cardTable } from '../kit/cardTable.js'
import { both, numberText, timeText } from '../kit/page.js'
import type { Notice, Table, Tag, Text } from '../kit/parts.js'

export const APPROVAL = ask.form({
  reason: ask.text('准许的理由', 'Reason for the approval', { max: 200, width: 20 }),
})

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

@Controller('admin/files')
@For('systemAdmin')
export class AdminFilesController {
  constructor(private readonly stores: Stores) {}

  @Get()
  show(@Me() me: Person, @Query() query: unknown) {
    const approved = readNumber(query, 'approved')
    return this.page(me, approved === undefined ? [] : [approvedNotice(approved)])
  }

  @Post(':store/approve')
  @NeedsProof()
  approve(@Me() me: Person, @Param('store') store: string, @Body() body: unknown) {
    if (!UUID.test(store)) throw new NotFound()
    return submit(APPROVAL, body, {
      work: ({ reason }) => this.stores.approve(me, store, reason),
      then: (count) => done(withQuery(path.files, { approved: count })),
      again: ({ problems }) => this.page(me, [], problems, store),
    })
  }

  private async page(me: Person, notices: readonly Notice[], problems: readonly Problem[] = [], wrong?: string) {
    const { installation, stores, clearings, missing, missingCount } = await this.stores.state(me)
    const lines = errorSummary(problems)?.lines.map((line) => ({ ...line, href: `#reason-${wrong}` }))
    const view = {
      title: { zh: '文件存储', en: 'Stored files' },
      notices: [...notices, ...(missingCount > 0 ? [missingNotice(missingCount)] : [])],
      problems: lines,
      installation,
      stores: stores.length > 0 ? storesTable(stores) : undefined,
      waiting: stores
        .filter(({ waits, approved }) => waits && !approved)
        .map((store) => ({ ...waitingOf(store), wrong: store.id === wrong ? problems[0]?.message : undefined })),
      missing: missing.length > 0 ? missingTable(missing) : undefined,
      more: missingCount > missing.length ? firstOnes(missing.length) : undefined,
      clearings: clearings.length > 0 ? clearingsTable(clearings) : undefined,
    }
    return page('admin/files', view, { status: lines ? 422 : 200 })
  }
}

const firstOnes = (n: number): Bilingual => ({
  zh: `这里列出最早的 ${n} 个。`,
  en: `The ${n} noticed first are listed here.`,
})

const files = (n: number): Bilingual => ({
  zh: `${numberText(n)} 个文件`,
  en: `${numberText(n)} ${n === 1 ? 'file' : 'files'}`,
})

const approvedNotice = (n: number): Notice => ({
  kind: 'ok',
  title: { zh: `已准许移开${files(n).zh}`, en: `Approved: ${files(n).en} may be set aside` },
  text: {
    zh: '清理马上开始，结果见下。移开的文件保留三十天；其间若有记录指向它，会自动放回。',
    en:
      'The clearing begins at once; its result appears below. Files that are set aside are ' +
      'kept for 30 days, and come back by themselves when a row names them.',
  },
})

const missingNotice = (n: number): Notice => ({
  kind: 'bad',
  title: {
    zh: `${numberText(n)} 份材料的内容缺失`,
    en: `The content of ${numberText(n)} ${n === 1 ? 'document' : 'documents'} is missing`,
  },
  text: {
    zh: '请从备份中找回下面这些文件，放回 DATA_DIR/files 中同名的位置；每分钟会再找一次，找到后自动恢复预览和查毒。',
    en:
      'Find the files below in a backup and put them back in DATA_DIR/files under the same names. They ' +
      'are looked for every minute; previews and scans then go on by themselves.',
  },
})

const KINDS: Readonly<Record<StoreKind, Bilingual>> = {
  data: { zh: '上传的文件', en: 'Uploaded files' },
  backup: { zh: '文件的副本', en: 'Copies of files' },
  audit: { zh: '检查点', en: 'Checkpoints' },
}

const when = (date: Date): Text => both((language) => timeText(date, language, 'short'))
const count = (value: number | null) => ({ line: [value === null ? '—' : numberText(value)] })

function stateOf({ kind, waits, approved, failure, clearedAt, lastNo }: StoreLine): Tag {
  if (kind === 'audit')
    return failure
      ? { label: { zh: `写不进：${failure}`, en: `Cannot be written: ${failure}` }, colour: 'red' }
      : { label: { zh: `已写到第 ${lastNo} 号`, en: `Written up to no. ${lastNo}` }, colour: 'green' }
  if (waits)
    return approved
      ? { label: { zh: '已准许，即将清理', en: 'Approved, about to be cleared' }, colour: 'blue' }
      : { label: { zh: '待准许', en: 'Waits for approval' }, colour: 'yellow' }
  if (!clearedAt) return { label: { zh: '尚未清理', en: 'Not cleared yet' }, colour: 'grey' }
  return { label: { zh: '正常', en: 'In order' }, colour: 'green' }
}

const STORE_HEADS = {
  kind: { zh: '内容', en: 'Contents' },
  place: { zh: '位置', en: 'Place' },
  files: { zh: '文件', en: 'Files' },
  cleared: { zh: '最近清理', en: 'Last cleared' },
  state: { zh: '状态', en: 'State' },
}

const storesTable = (stores: readonly StoreLine[]): Table =>
  cardTable(
    { zh: '本安装的存储', en: 'The stores of this installation' },
    STORE_HEADS,
    stores.map((store) => ({
      kind: { line: [KINDS[store.kind]], heads: true },
      place: { line: [{ text: store.place, look: 'code' }] },
      files: count(store.files),
      cleared: { line: [store.clearedAt ? when(store.clearedAt) : '—'] },
      state: { tag: stateOf(store) },
    })),
    ['files'],
  )

function waitingOf({ id, kind, place, files: all, unnamed }: StoreLine) {
  const [total, loose] = [all ?? 0, unnamed ?? 0]
  return {
    id,
    place,
    title: { zh: `${KINDS[kind].zh}：清理等待准许`, en: `${KINDS[kind].en}: the clearing waits for approval` },
    what: {
      zh: `${files(total).zh}中，有 ${numberText(loose)} 个没有任何记录指向，超过二十分之一，所以一个也没有移开。`,
      en:
        `Of ${files(total).en}, ${numberText(loose)} are named by no row. That ` +
        'is more than a twentieth, so none was set aside.',
    },
    button: { zh: `准许移开这 ${numberText(loose)} 个`, en: `Approve setting ${numberText(loose)} aside` },
  }
}

const MISSING_HEADS = {
  what: { zh: '材料', en: 'Document' },
  key: { zh: '在 DATA_DIR/files 中的位置', en: 'Place in DATA_DIR/files' },
  bytes: { zh: '大小（字节）', en: 'Size in bytes' },
  uploaded: { zh: '上传于', en: 'Uploaded' },
  noticed: { zh: '发现于', en: 'Noticed' },
}

const WHAT: Readonly<Record<MissingLine['kind'], (line: MissingLine) => Bilingual>> = {
  attachment: () => ({ zh: '案件材料', en: 'Document of a case' }),
  page: ({ page }) => ({ zh: `案件材料第 ${page} 页的图像`, en: `Picture of page ${page} of a document` }),
  firmPaper: () => ({ zh: '企业证件', en: 'Document of a firm' }),
}

const missingTable = (missing: readonly MissingLine[]): Table =>
  cardTable(
    { zh: '内容缺失的材料', en: 'Documents whose content is missing' },
    MISSING_HEADS,
    missing.map((line) => ({
      what: { line: [WHAT[line.kind](line)], heads: true },
      key: { line: [{ text: `${line.key.slice(0, 2)}/${line.key.slice(2)}`, look: 'code' }] },
      bytes: count(line.bytes),
      uploaded: { line: [when(line.uploadedAt)] },
      noticed: { line: [when(line.noticedAt)] },
    })),
    ['bytes'],
  )

const CLEARING_HEADS = {
  at: { zh: '时间', en: 'When' },
  kind: { zh: '内容', en: 'Contents' },
  files: { zh: '文件', en: 'Files' },
  unnamed: { zh: '无记录指向', en: 'Named by no row' },
  setAside: { zh: '移开', en: 'Set aside' },
  removed: { zh: '满三十天删除', en: 'Removed after 30 days' },
  broughtBack: { zh: '放回', en: 'Brought back' },
  missing: { zh: '缺失', en: 'Missing' },
  approval: { zh: '准许', en: 'Approval' },
}

const clearingsTable = (clearings: readonly ClearingLine[]): Table =>
  cardTable(
    { zh: '最近的清理', en: 'The last clearings' },
    CLEARING_HEADS,
    clearings.map((line) => ({
      at: { line: [when(line.at)], heads: true },
      kind: { line: [KINDS[line.kind]] },
      files: count(line.files),
      unnamed: count(line.unnamed),
      setAside: count(line.setAside),
      removed: count(line.removed),
      broughtBack: count(line.broughtBack),
      missing: count(line.missing),
      approval: { line: [line.reason ? [line.approvedBy, line.reason].filter(Boolean).join(' · ') : '—'] },
    })),
    ['files', 'unnamed', 'setAside', 'removed', 'broughtBack', 'missing'],
  )
