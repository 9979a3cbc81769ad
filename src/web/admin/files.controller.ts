/**
 * The stores of files for the system administrator: whose they are, what is missing, how they were
 * cleared; a clearing of more than a twentieth goes on once it is approved here.
 */
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common'
import { NotFound, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { Wall } from '../../base/walls.js'
import { type ClearingLine, type MissingLine, type StoreLine, Stores } from '../../cases/files/stores.service.js'
import { lacking, Walls } from '../../cases/files/walls.js'
import type { StoreKind } from '../../cases/storeEntities.js'
import { APPROVE_CLEARING } from '../../forms/administration.js'
import type { Person } from '../../people/session.service.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { numberText, time } from '../kit/page.js'
import type { Notice, Table, Tag } from '../kit/parts.js'
import { code, success, tag } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { besideRow, wrongBeside } from './reasons.js'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

@Controller('admin/files')
@For('systemAdmin')
export class AdminFilesController {
  constructor(
    private readonly stores: Stores,
    private readonly walls: Walls,
  ) {}

  @Get()
  show(@Me() me: Person, @Query() query: unknown) {
    const approved = readNumber(query, 'approved')
    return this.page(me, approved === undefined ? [] : [approvedNotice(approved)])
  }

  @Post(':store/approve')
  @NeedsProof()
  approve(@Me() me: Person, @Param('store') store: string, @Body() body: unknown) {
    if (!UUID.test(store)) throw new NotFound()
    return submit(APPROVE_CLEARING, body, {
      work: ({ reason }) => this.stores.approve(me, store, reason),
      then: (count) => done(withQuery(path.files, { approved: count })),
      again: ({ problems }) => this.page(me, [], besideRow(problems, store)),
    })
  }

  private async page(me: Person, notices: readonly Notice[], problems: readonly Problem[] = []) {
    const { installation, stores, clearings, missing, missingCount, workers } = await this.stores.state(me)
    const here = await this.walls.find().catch(() => null)
    const view = {
      title: { zh: '文件存储', en: 'Stored files' },
      notices: [...notices, ...(missingCount > 0 ? [missingNotice(missingCount)] : [])],
      installation,
      stores: stores.length > 0 ? storesTable(stores) : undefined,
      waiting: stores
        .filter(({ waits, approved }) => waits && !approved)
        .map((store) => ({ ...waitingOf(store), wrong: wrongBeside(problems, store.id) })),
      missing: missing.length > 0 ? missingTable(missing) : undefined,
      more: missingCount > missing.length ? firstOnes(missing.length) : undefined,
      readers: readersTable([{ id: null, walls: here }, ...workers]),
      clearings: clearings.length > 0 ? clearingsTable(clearings) : undefined,
    }
    return page('admin/files', view, { problems })
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

const approvedNotice = (n: number): Notice =>
  success(`已准许移开${files(n).zh}`, `Approved: ${files(n).en} may be set aside`, {
    zh: '清理马上开始，结果见下。移开的文件保留三十天；其间若有记录指向它，会自动放回。',
    en:
      'The cleanup starts at once and its result appears below. Files set aside are kept for 30 days and ' +
      'restored automatically if a record refers to them.',
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
      'Find these files in a backup and put them back in DATA_DIR/files under the same names. The system ' +
      'looks for them every minute, then resumes previews and scans.',
  },
})

const KINDS: Readonly<Record<StoreKind, Bilingual>> = {
  data: { zh: '上传的文件', en: 'Uploaded files' },
  backup: { zh: '文件的副本', en: 'Copies of files' },
  audit: { zh: '检查点', en: 'Checkpoints' },
}

function storeTag({ kind, waits, approved, failure, clearedAt, lastNo }: StoreLine): Tag {
  if (kind === 'audit')
    return failure
      ? tag(`无法写入：${failure}`, `Cannot be written: ${failure}`, 'red')
      : tag(`已写到第 ${lastNo} 号`, `Written up to no. ${lastNo}`, 'green')
  if (waits)
    return approved
      ? tag('已准许，即将清理', 'Approved, about to be cleaned up', 'blue')
      : tag('待准许', 'Waiting for approval', 'yellow')
  if (!clearedAt) return tag('尚未清理', 'Not cleaned up yet', 'grey')
  return tag('正常', 'In order', 'green')
}

const storesTable = (stores: readonly StoreLine[]): Table =>
  tableOf({ zh: '本安装的存储', en: 'Stores of this installation' }, stores, [
    column('内容', 'Contents', ({ kind }) => KINDS[kind], 'heads'),
    column('位置', 'Location', ({ place }) => code(place)),
    column('文件', 'Files', ({ files: all }) => all, 'numeric'),
    column('最近清理', 'Last cleanup', ({ clearedAt }) => clearedAt && time(clearedAt, 'short')),
    column('状态', 'State', (store) => ({ tag: storeTag(store) })),
  ])

function waitingOf({ id, kind, place, files: all, unnamed }: StoreLine) {
  const [total, loose] = [all ?? 0, unnamed ?? 0]
  return {
    id,
    place,
    title: { zh: `${KINDS[kind].zh}：清理等待准许`, en: `${KINDS[kind].en}: cleanup is waiting for approval` },
    what: {
      zh: `${files(total).zh}中，有 ${numberText(loose)} 个没有任何记录指向，超过二十分之一，所以一个也没有移开。`,
      en:
        `Of ${files(total).en}, ${numberText(loose)} are named by no row. That ` +
        'is more than a twentieth, so none was set aside.',
    },
    button: { zh: `准许移开这 ${numberText(loose)} 个`, en: `Approve setting ${numberText(loose)} aside` },
  }
}

const WHAT: Readonly<Record<MissingLine['kind'], (line: MissingLine) => Bilingual>> = {
  attachment: () => ({ zh: '案件材料', en: 'Document of a case' }),
  page: ({ page }) => ({ zh: `案件材料第 ${page} 页的图像`, en: `Picture of page ${page} of a document` }),
  firmPaper: () => ({ zh: '企业证件', en: 'Document of a firm' }),
}

const missingTable = (missing: readonly MissingLine[]): Table =>
  tableOf({ zh: '内容缺失的材料', en: 'Documents whose content is missing' }, missing, [
    column('材料', 'Document', (line) => WHAT[line.kind](line), 'heads'),
    column('在 DATA_DIR/files 中的位置', 'Location in DATA_DIR/files', ({ key }) =>
      code(`${key.slice(0, 2)}/${key.slice(2)}`),
    ),
    column('大小（字节）', 'Size in bytes', ({ bytes }) => bytes, 'numeric'),
    column('上传于', 'Uploaded', ({ uploadedAt }) => time(uploadedAt, 'short')),
    column('发现于', 'Noticed', ({ noticedAt }) => time(noticedAt, 'short')),
  ])

const WALL_WORDS: Readonly<Record<Wall, Bilingual>> = {
  uid: { zh: '另一用户', en: 'another user' },
  network: { zh: '无网络', en: 'no network' },
  files: { zh: '无文件', en: 'no file access' },
  processes: { zh: '看不到其他进程', en: 'no other processes' },
  limits: { zh: '内核限额', en: 'kernel limits' },
}

const wallsText = (walls: readonly Wall[]): Bilingual =>
  walls.length === 0
    ? { zh: '无', en: 'none' }
    : {
        zh: walls.map((wall) => WALL_WORDS[wall].zh).join('、'),
        en: walls.map((wall) => WALL_WORDS[wall].en).join(', '),
      }

/** @param processes the web server that answers, without a name, and the workers */
const readersTable = (processes: readonly { id: string | null; walls: readonly Wall[] | null }[]): Table =>
  tableOf({ zh: '读取上传文件的进程', en: 'Processes that read uploaded files' }, processes, [
    column(
      '进程',
      'Process',
      ({ id }) => (id === null ? { zh: '本网页进程', en: 'this web process' } : code(id)),
      'heads',
    ),
    column('已有的隔离', 'Isolation in place', ({ walls }) => (walls ? wallsText(walls) : UNKNOWN)),
    column('缺少的隔离', 'Isolation missing', ({ walls }) => (walls ? wallsText(lacking(walls)) : UNKNOWN)),
  ])

const UNKNOWN: Bilingual = { zh: '尚未查明', en: 'not known yet' }

const clearingsTable = (clearings: readonly ClearingLine[]): Table =>
  tableOf({ zh: '最近的清理', en: 'Recent cleanups' }, clearings, [
    column('时间', 'Time', ({ at }) => time(at, 'short'), 'heads'),
    column('内容', 'Contents', ({ kind }) => KINDS[kind]),
    column('文件', 'Files', ({ files: all }) => all, 'numeric'),
    column('无记录指向', 'No record refers to it', ({ unnamed }) => unnamed, 'numeric'),
    column('移开', 'Set aside', ({ setAside }) => setAside, 'numeric'),
    column('满三十天删除', 'Removed after 30 days', ({ removed }) => removed, 'numeric'),
    column('放回', 'Restored', ({ broughtBack }) => broughtBack, 'numeric'),
    column('缺失', 'Missing', ({ missing }) => missing, 'numeric'),
    column('准许', 'Approval', ({ reason, approvedBy }) => reason && [approvedBy, reason].filter(Boolean).join(' · ')),
  ])
