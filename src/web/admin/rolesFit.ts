/** Which roles fit an authority: permits are the permit authority's, applications the departments'. */
import { Invalid, type Problem } from '../../base/errors.js'
import { CASE_ROLES } from '../../people/actor.js'
import type { Authority } from '../../reference/authorities.js'

const OF_DEPARTMENTS: readonly string[] = [...CASE_ROLES, 'reviewPanel']

/** Throws Invalid where somebody of these roles would see nothing at this authority. */
export function requireFitting(roles: readonly string[], { kind }: Authority): void {
  const ofDepartments = roles.some((role) => OF_DEPARTMENTS.includes(role))
  if (kind === 'permit' && ofDepartments) throw new Invalid([notOfPermit])
  if (kind === 'department' && roles.includes('permitOfficer')) throw new Invalid([notOfDepartment])
}

const notOfPermit: Problem = {
  code: 'notOfPermit',
  path: 'roles',
  message: {
    zh: '许可机关不受理、评估、审批或复核申请，请改选角色或机关。',
    en: 'The permit authority does not work on applications. Select other roles or another authority.',
  },
}
const notOfDepartment: Problem = {
  code: 'notOfDepartment',
  path: 'roles',
  message: {
    zh: '许可人员须属许可机关，请改选角色或机关。',
    en: 'A permit officer must belong to the permit authority. Select other roles or another authority.',
  },
}
