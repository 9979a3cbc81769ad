/** `npm run new -- action NAME STATE TARGET WHO`: an edge of the chart with its words and its form. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WHO } from '../../src/workflow/rules.js'
import { ACTIONS, ENTRIES, STATES } from '../../src/workflow/step.js'
import { type Made, Unusable, withAdded, withEdge } from './edit.js'
import { sentenceOf } from './names.js'

const [CHART, WORDS, FORMS] = ['src/workflow/machine.ts', 'src/workflow/words.ts', 'src/forms/actions.ts']

/**
 * An action that leads from one state to another.
 *
 * @param who a condition of `WHO` in workflow/rules.ts: firm, leadApprover …
 * @throws Unusable when the name is taken, or a state or condition is unknown
 */
export function newAction(project: string, [name = '', state = '', target = '', who = '']: readonly string[]): Made {
  if (!/^[a-z][A-Za-z]+$/.test(name)) throw new Unusable('an action is NAME STATE TARGET WHO, the name like sendBack')
  if ([...ACTIONS, ...ENTRIES].some((one) => one === name)) throw new Unusable(`${name} is an action already`)
  for (const one of [state, target])
    if (!STATES.some((known) => known === one)) throw new Unusable(`the states are ${STATES.join(', ')}`)
  if (!Object.hasOwn(WHO, who)) throw new Unusable(`who may do it is one of ${Object.keys(WHO).join(', ')}`)
  const read = (path: string) => readFileSync(join(project, path), 'utf8')
  const [label, edge] = [sentenceOf(name), `${name}: { target: '#${target}', guard: by({ who: '${who}' }) }`]
  return {
    files: new Map([
      [CHART, withEdge(read(CHART), state, edge)],
      [WORDS, withAdded(read(WORDS), 'WORDS', `${name}: words('${name}', '${label}', '${name}', '${label}')`)],
      [FORMS, withAdded(read(FORMS), 'ACTIONS', `${name}: ask.form({ why })`)],
    ]),
    left: [
      { zh: `${CHART}：条件（when）和后果（actions）`, en: `${CHART}: conditions (when) and effects (actions)` },
      { zh: `${WORDS}：按钮和记录的文字，中英文`, en: `${WORDS}: the words of button and history, in both languages` },
      { zh: `${FORMS}：要填写什么`, en: `${FORMS}: what it asks` },
      { zh: 'src/cases/notifications.ts：通知谁', en: 'src/cases/notifications.ts: who is notified' },
      {
        zh: 'npm run docs；UPDATE=1 npm test -- test/workflow，核对权限表的变化',
        en: 'npm run docs; UPDATE=1 npm test -- test/workflow, and review what changed in the table of permissions',
      },
    ],
  }
}
