/** What may be chosen in entries about authorities and who has which part, besides the authorities themselves. */
import { option } from '../forms/engine/ui.js'
import { CITY } from './authorities.js'
import { SUBJECTS } from './subjects.js'

/** What an authority is for, besides what departments assess. */
const AUTHORITY_SUBJECTS = [
  ...SUBJECTS,
  option('zone', '园区管理机构', 'Administration of a zone'),
  option('permit', '外国人来华工作许可', 'Work permits'),
]
export const AUTHORITY_CHOICES = {
  subject: AUTHORITY_SUBJECTS,
  district: [option(CITY.district, '全市', 'The whole city')],
}
/** Which part a department has in a case: a subject, or the firm's own district or zone. */
const PARTS = [
  ...SUBJECTS,
  option('district', '企业所在区', 'The firm’s district'),
  option('zone', '企业所在园区', 'The firm’s zone'),
]
/** Of authorities of which each district has one: that of the firm's district. */
const OWN_DISTRICT = [
  option('{district}-commerce', '企业所在区的商务部门', 'Commerce of the firm’s district'),
  option('{district}-culture', '企业所在区的文旅部门', 'Culture and tourism of the firm’s district'),
  option('{district}-cyberspace', '企业所在区的网信部门', 'Cyberspace of the firm’s district'),
  option('{district}-market', '企业所在区的市场监管部门', 'Market regulation of the firm’s district'),
  option('{district}-permit', '企业所在区的许可机关', 'Permit authority of the firm’s district'),
]
const AUTHORITY_PLACES = ['lead', 'departments.*.value', 'permit', 'review'].flatMap((at) => [at, `places.*.${at}`])
export const JURISDICTION_REFERS = {
  ...Object.fromEntries(AUTHORITY_PLACES.map((at) => [at, 'authorities'])),
  'places.*.districts': 'districts',
}
export const JURISDICTION_CHOICES = {
  ...Object.fromEntries(AUTHORITY_PLACES.map((at) => [at, OWN_DISTRICT])),
  'departments.*.key': PARTS,
  'places.*.departments.*.key': PARTS,
}
