/** What an absence asks. */
import * as ask from './engine/field.js'

export const ABSENCE = ask.form({
  person: ask.whole('请假人', 'Person away', { min: 1 }),
  from: ask.date('第一天', 'First day'),
  to: ask.date('最后一天', 'Last day'),
  deputy: ask.whole('代理人', 'Deputy', {
    min: 1,
    hint: {
      zh: '代理人可以查看并移交对方承办的案件；须有相同的角色。',
      en: 'The deputy can see the other person’s cases and hand them over. They must share a role.',
    },
  }),
})
