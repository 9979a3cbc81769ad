/**
 * The accounts of the demonstration that the sign-in page and the start command show; tools/seed.ts
 * makes them, and nobody else ever does.
 */
import { createHash } from 'node:crypto'
import type { Bilingual } from '../../base/text.js'

/** One for all: it guards nothing, and production refuses to start with a demonstration. */
export const DEMONSTRATION_PASSWORD = 'haijian-demonstration'

/** The key of somebody's demonstration authenticator: as well known as the password. */
export const demonstrationKey = (account: string): Buffer =>
  createHash('sha1').update(`haijian demonstration authenticator of ${account}`).digest()

export interface DemonstrationAccount {
  readonly account: string
  readonly who: Bilingual
}

/** A candidate who has opened the own page: what its door asks for. */
export interface DemonstrationHost {
  /** The scene of tools/seed whose case it is. */
  readonly scene: string
  readonly firm: string
  /** In the page's address. */
  readonly page: string
  readonly email: string
  readonly passport: string
  readonly pin: string
  readonly who: Bilingual
}

export const DEMONSTRATION_HOSTS: readonly DemonstrationHost[] = [
  {
    ...{ scene: 'permit that ends soon', firm: 'applicant', page: 'DEM0M1NJ0001', email: 'minji@host.example' },
    ...{ passport: 'M20441837', pin: '730418' },
    who: { zh: '人选本人，已获工作许可', en: 'candidate, with a work permit' },
  },
  {
    ...{ scene: 'assessment begun', firm: 'applicant', page: 'DEM0EM1Y0002', email: 'emily@host.example' },
    ...{ passport: '566120934', pin: '528163' },
    who: { zh: '人选本人，正在评估', en: 'candidate, being assessed' },
  },
]

/** What a process outside production shows of them on the sign-in page. */
export class Demonstration {
  constructor(
    readonly accounts: readonly DemonstrationAccount[],
    readonly password: string,
    readonly hosts: readonly DemonstrationHost[] = [],
  ) {}
}

const account = (name: string, zh: string, en: string): DemonstrationAccount => ({
  account: name,
  who: { zh, en },
})

/** In the order in which a case meets them. */
export const DEMONSTRATION_ACCOUNTS: readonly DemonstrationAccount[] = [
  account('firm', '企业管理员，上海云帆', 'administrator of a firm, Shanghai Yunfan'),
  account('applicant', '申请人，上海云帆', 'applicant of the same firm'),
  account('tideline', '企业管理员，上海潮声', 'administrator of another firm, Shanghai Tideline'),
  account('newfirm', '企业管理员，登记待确认', 'administrator of a firm that is not confirmed yet'),
  account('intake', '受理人员，商务部门（牵头）', 'intake, commerce (the lead department)'),
  account('assessor', '评估人，商务部门', 'assessor, commerce'),
  account('culture', '评估人，文旅部门', 'assessor, culture and tourism'),
  account('cyberspace', '评估人，网信部门', 'assessor, cyberspace'),
  account('market', '评估人，市场监管部门', 'assessor, market regulation'),
  account('approver', '审批人，商务部门', 'approver, commerce'),
  account('approver2', '另一位审批人，商务部门', 'another approver, commerce'),
  account('supervisor', '主管，商务部门', 'supervisor, commerce'),
  account('panel', '复核组', 'review panel'),
  account('permit', '许可经办人', 'permit officer'),
  account('policy', '政策编辑', 'policy editor'),
  account('policy2', '另一位政策编辑', 'another policy editor'),
  account('sysadmin', '系统管理员', 'system administrator'),
  account('secadmin', '安全管理员', 'security administrator'),
  account('auditor', '审计员', 'auditor'),
]
