// Forms that save themselves while somebody types and when the page is left, and ask only where the last saving failed. <form data-autosave="address"> is a draft: it is sent there by PUT as
// it stands, files left out. <form data-keep> is kept for its author alone: it is sent to its own address, to be kept and not done. The answer is JSON: the version or
// mark to go on from and a message, or 409 and a message when somebody else was first. What is typed stays on the page whatever happens.
import { all, one, say, setIcon } from './app.js'

/** Of each such form: what a row more or less waits for, and what waits for it. */
export const savers = new WeakMap()

// What another window has kept is shown here, too, as long as nothing is typed in this one
const typedIn = new Set()
const windows = 'BroadcastChannel' in window ? new BroadcastChannel('kept') : undefined
let behind = false
const catchUp = () => {
  if (behind && !document.hidden && typedIn.size === 0) location.reload()
}
windows?.addEventListener('message', ({ data }) => {
  const same = all('form:is([data-autosave], [data-keep])').filter((form) => form.getAttribute('action') === data)
  behind ||= same.some((form) => 'keep' in form.dataset)
  for (const form of same.filter(({ dataset }) => 'autosave' in dataset)) tell(form, OLD(), 'near')
  catchUp()
})
const OLD = () =>
  say('您刚在另一个窗口保存过。刷新本页，查看最新内容', 'You have saved since in another window. Reload to see it here')
document.addEventListener('visibilitychange', catchUp)

/** What a browser still sends when its page is gone is 64 KB at most. */
const MOST_LEAVING = 60_000

async function send(form) {
  const answers = [...new FormData(form)].filter(([, answer]) => typeof answer === 'string')
  const token = answers.find(([name]) => name === '_csrf')?.[1] ?? ''
  const isDraft = 'autosave' in form.dataset
  if (!isDraft) answers.push(['_keep', 'quietly'])
  const body = new URLSearchParams(answers)
  const response = await fetch(isDraft ? form.dataset.autosave : form.getAttribute('action'), {
    method: isDraft ? 'PUT' : 'POST',
    body,
    headers: { accept: 'application/json', 'x-csrf-token': token },
    keepalive: body.toString().length < MOST_LEAVING,
  })
  const { version, mark, was, old, said, message } = await response.json().catch(() => ({}))
  // what a refusal says comes in both languages
  const text = message?.zh ? say(message.zh, message.en) : message
  return {
    status: response.status,
    goesOnFrom: { version, _kept: mark, _was: was, _old: old, ...said },
    old,
    message: text,
  }
}

/** Whether the person of this page is signed in, perhaps anew in another window; the page goes on with the token of that session. */
export async function goesOn() {
  const response = await fetch(location.href)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (page.body.dataset.person !== document.body.dataset.person) return false
  const token = one('[name="_csrf"]', page)?.value
  for (const field of all('[name="_csrf"]')) field.value = token ?? field.value
  return true
}

function tell(form, text, look) {
  const status = one('[data-saved]', form) ?? one('p[data-saved]')
  if (!status) return
  setIcon(status, look)
  one('svg', status)?.setAttribute('class', `hj-icon hj-${look}`)
  one('span', status).textContent = text
  status.removeAttribute('aria-busy')
  const line = status.closest('[hidden]')
  if (line) line.hidden = false
}

/** What stands there of an earlier saving is no longer true; it is not read out before the next one. */
function untell(form) {
  const status = one('[data-saved]', form) ?? one('p[data-saved]')
  if (!status || status.closest('[hidden]') || status.ariaBusy) return
  status.ariaBusy = 'true'
  one('span', status).textContent = say('正在保存…', 'Saving…')
}

/** What to go on from. */
function goOn(form, values) {
  for (const [name, value] of Object.entries(values))
    for (const field of all(`[name="${name}"]`, form)) field.value = value ?? field.value
}

/** Where sending was refused, saving is not to be taken for it. */
const afterRefusal = (form, text) =>
  one('.govuk-error-message', form) && !('autosave' in form.dataset)
    ? say(`尚未提交；${text}`, `Not sent yet. ${text}`)
    : text

/** A file is not among what was saved: it goes with the form. */
const withFiles = (text) => say(`${text}；所选文件提交时才上传`, `${text}. Selected files go when you send`)

/** Whether a control holds something else than its page gave it. */
function isTouched({ type, value, defaultValue, checked, defaultChecked, options, selectedIndex }) {
  if (type === 'radio' || type === 'checkbox') return checked !== defaultChecked
  if (options)
    return (
      selectedIndex !==
      Math.max(
        0,
        [...options].findIndex(({ defaultSelected }) => defaultSelected),
      )
    )
  return type !== 'hidden' && type !== 'file' && defaultValue !== undefined && value !== defaultValue
}

function keep(form) {
  let changes = 0
  let saved = 0
  let saving = null
  let held = false
  let refused = false // the last saving was not kept: nobody may leave without being asked
  let timer = 0
  let waiting = null
  const later = (delay) => {
    clearTimeout(timer)
    timer = setTimeout(save, delay)
  }
  async function save() {
    if (saving || held) return later(500)
    saving = saveNow().finally(() => {
      saving = null
      const next = waiting
      waiting = null
      if (next) form.requestSubmit(next.submitter)
    })
  }
  async function settle() {
    clearTimeout(timer)
    await saving
    if (changes !== saved) save()
    await saving
  }
  async function saveNow() {
    const point = changes
    try {
      let answer = await send(form)
      if (answer.status === 403 && (await goesOn())) answer = await send(form)
      const { status: code, goesOnFrom, old, message } = answer
      if (code < 300) {
        saved = point
        refused = false
        goOn(form, goesOnFrom)
        windows?.postMessage(form.getAttribute('action'))
        const text = afterRefusal(form, message ?? say('已自动保存', 'Saved automatically'))
        const files = all('input[type=file]', form).some((field) => field.files.length > 0)
        if (changes === point) tell(form, files ? withFiles(text) : text, old || files ? 'near' : 'ok')
      } else if (code === 401) {
        refused = true
        const text = '登录已过期。请在另一个窗口登录，再回来继续；这里的内容还在。'
        tell(
          form,
          say(text, 'Your session is over. Sign in in another window and come back; what you typed is still here.'),
          'near',
        )
        later(15000)
      } else {
        refused = true
        tell(form, message ?? say('未保存。', 'Not saved.'), 'bad')
        if (code >= 500) later(15000) // the server is being started anew, or is busy
      }
    } catch {
      refused = true
      tell(
        form,
        say(
          '无法连接。内容仍在本页，稍后将再次保存。',
          'No connection. Your text is still on this page and will be saved later.',
        ),
        'near',
      )
      later(15000)
    }
  }
  savers.set(form, {
    /** Saves at once what waits for it, when another form leads away from the page; undefined when nothing does. */
    settle: () => (changes === saved && !saving ? undefined : settle()),
    hold() {
      held = true
      return saving
    },
    release() {
      held = false
      form.dispatchEvent(new Event('input'))
      later(0)
    },
  })
  form.addEventListener('input', () => {
    typedIn.add(form)
    changes++
    if (!refused) untell(form)
    later(1500)
  })
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    const discards = event.submitter?.matches('[data-discard]')
    // A save under way changes what this form goes on from: wait for it
    if (saving) {
      event.preventDefault()
      waiting = { submitter: event.submitter }
    } else if (discards && !confirm(say('删除暂存的内容？', 'Delete the saved text?'))) event.preventDefault()
    else saved = changes
  })
  const maySend = () =>
    !refused && !saving && new URLSearchParams([...new FormData(form)]).toString().length < MOST_LEAVING
  window.addEventListener('beforeunload', (event) => {
    if (changes !== saved && (held || !maySend())) event.preventDefault()
  })
  window.addEventListener('pagehide', () => {
    if (changes === saved || !maySend()) return
    clearTimeout(timer)
    saved = changes
    send(form).catch(() => {})
  })
  // a window that is put aside may never be shown again
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && changes !== saved && !refused) later(0)
  })
  // what was sent and not done is kept like what is typed; somebody may have typed before this script was there
  if (form.dataset.keep === 'unsaved' || [...form.elements].some(isTouched)) {
    typedIn.add(form)
    changes = 1
    later(500)
  }
}
for (const form of all('form:is([data-autosave], [data-keep])')) keep(form)
// The same page in the other language shows what is kept: what was just typed, too
for (const link of all('.hj-lang a'))
  link.addEventListener('click', async (event) => {
    const saving = [...document.forms].flatMap((form) => savers.get(form)?.settle() ?? [])
    if (saving.length === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    await Promise.all(saving)
    location.assign(link.href)
  })
// What answered a form is asked for by its address from here on: a reload, or the way back, shows what is kept, and sends nothing again
history.replaceState(history.state, '', location.href)
