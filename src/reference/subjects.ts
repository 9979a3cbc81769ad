/**
 * The subjects for which departments assess. A further subject is a line here, and an authority
 * with it in the reference data.
 */
import { option } from '../forms/engine/ui.js'

export const SUBJECTS = [
  option('commerce', '商务部门', 'Commerce'),
  option('culture', '文旅部门', 'Culture and tourism'),
  option('cyberspace', '网信部门', 'Cyberspace'),
  option('market', '市场监管部门', 'Market regulation'),
  option('publicity', '宣传部门', 'Publicity'),
  option('informatization', '经济和信息化部门', 'Economy and informatization'),
] as const
