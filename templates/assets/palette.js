// The palette of the desk (Ctrl+K, ⌘K): what can be done with the case that is open, the pages of this person, and cases by the queue's own search. A dialog with a combobox
// and its list (WAI-ARIA); Esc closes it and gives the focus back. Without script the search field of the head does the same.
import { all, one, say } from './app.js'

const search = one('form.hj-find')
const WAIT = 200 // ms after the last letter
const caseId = /^\/cases\/(\d+)/.exec(location.pathname)?.[1]
const isIn = (text, word) => text.toLowerCase().includes(word.toLowerCase())

/** What a link says, without the key that stands beside it. */
const wordsOf = (link) =>
  [...link.childNodes]
    .filter(({ nodeName }) => nodeName !== 'KBD')
    .map(({ textContent }) => textContent)
    .join('')
    .trim()
    .replace(/\s+/g, ' ')
/** The pages of this person, as the head names them. */
const pages = () =>
  all('.hj-nav a, .hj-bell, .hj-who, .hj-casehead a').map((link) => ({
    text: wordsOf(one('.hj-bell__word', link) ?? link),
    href: link.href,
  }))

/** Asks the server; what it cannot answer is said. */
async function ask(fields, signal) {
  const response = await fetch('/queue/palette', {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { accept: 'application/json', 'x-csrf-token': one('[name="_csrf"]', search).value },
    signal,
  })
  if (response.status === 401)
    throw new Error(say('登录已过期，请重新登录。', 'Your session has ended. Sign in again.'))
  if (!response.ok) throw new Error(say('查找失败，请稍后再试。', 'The search failed. Try again in a moment.'))
  return response.json()
}

function build() {
  const dialog = document.createElement('dialog')
  dialog.className = 'hj-dialog hj-palette'
  dialog.setAttribute('aria-label', say('查找和跳转', 'Find and go to'))
  dialog.innerHTML = `<input class="govuk-input" id="palette" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
autocomplete="off" spellcheck="false"><div id="palette-list" role="listbox"></div><p class="hj-s hj-2" role="status"></p>`
  const field = one('input', dialog)
  const hint = search ? say('案件、页面或办理事项', 'A case, a page or an action') : say('页面', 'A page')
  field.placeholder = hint
  field.setAttribute('aria-label', hint)
  one('[role=listbox]', dialog).setAttribute('aria-label', say('结果', 'Results'))
  return dialog
}

/** A group of the list: its name, then what is in it. */
function groupOf(name, entries) {
  const group = document.createElement('div')
  group.setAttribute('role', 'group')
  group.setAttribute('aria-label', name)
  const head = document.createElement('p')
  head.className = 'hj-xs hj-2'
  head.setAttribute('aria-hidden', 'true')
  head.textContent = name
  group.append(head, ...entries.map(optionOf))
  return group
}

function optionOf({ text, note, go }) {
  const option = document.createElement('div')
  option.setAttribute('role', 'option')
  const said = document.createElement('b')
  said.textContent = text
  option.append(said)
  if (note) {
    const more = document.createElement('span')
    more.className = 'hj-2'
    more.textContent = note
    option.append(' ', more)
  }
  option.addEventListener('click', go)
  return option
}

export function open() {
  if (one('.hj-palette')) return
  const dialog = build()
  const field = one('input', dialog)
  const list = one('[role=listbox]', dialog)
  const status = one('[role=status]', dialog)
  const follow = (entry) => ({ ...entry, go: () => location.assign(entry.href) })
  const known = pages().map(follow)
  let acts = []
  let cases = []
  let timer = 0
  let asked = new AbortController()

  const options = () => all('[role=option]', list)
  function mark(option) {
    for (const each of options()) each.setAttribute('aria-selected', String(each === option))
    if (option) field.setAttribute('aria-activedescendant', option.id)
    else field.removeAttribute('aria-activedescendant')
    option?.scrollIntoView({ block: 'nearest' })
  }
  function draw() {
    const word = field.value.trim()
    const among = (entries) => entries.filter(({ text }) => isIn(text, word))
    const there = { text: say(`在队列中查找“${word}”`, `Find “${word}” in the queue`), go: searchThere }
    const groups = [
      [say('案件', 'Cases'), cases],
      [say('本案办理事项', 'This case'), among(acts)],
      [say('页面', 'Pages'), among(known)],
      [say('全部结果', 'All results'), search && word ? [there] : []],
    ].filter(([, entries]) => entries.length > 0)
    list.replaceChildren(...groups.map(([name, entries]) => groupOf(name, entries)))
    for (const [index, option] of options().entries()) option.id = `palette-${index}`
    mark(options()[0])
    status.textContent = say(`${options().length} 项`, `Results: ${options().length}`)
  }
  function searchThere() {
    one('#find').value = field.value
    search.requestSubmit()
  }
  async function find(fields) {
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    try {
      return await ask(fields, signal)
    } catch (error) {
      if (!signal.aborted) status.textContent = error.message
      return undefined
    }
  }
  /** An act that a colleague has made impossible meanwhile leads nowhere: what happened is said instead. */
  const act = (entry) => ({
    ...entry,
    go: async () => {
      const now = await find({ case: caseId })
      if (now?.acts.some(({ href }) => href === entry.href)) location.assign(entry.href)
      else if (now) {
        acts = now.acts.map(act)
        draw()
        status.textContent = now.last
      }
    },
  })
  async function findCases() {
    const word = field.value.trim()
    const found = word && (await find({ find: word }))
    if (field.value.trim() !== word || found === undefined) return
    cases = found ? found.cases.map(follow) : []
    draw()
  }
  field.addEventListener('input', () => {
    cases = []
    draw()
    clearTimeout(timer)
    if (search) timer = setTimeout(findCases, WAIT)
  })
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const at = options().findIndex((option) => option.getAttribute('aria-selected') === 'true')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const count = options().length
    if (step && count > 0) mark(options()[(at + step + count) % count])
    else if (event.key === 'Enter') options()[at]?.click()
    else return
    event.preventDefault()
  })
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  dialog.addEventListener('close', () => {
    asked.abort()
    clearTimeout(timer)
    dialog.remove()
  })
  document.body.append(dialog)
  dialog.showModal()
  draw()
  // on the case's own page its buttons are there; elsewhere the server is asked
  const here = all('.hj-acts :is(a, button)').filter((one) => one.getAttribute('aria-disabled') !== 'true')
  acts = here.map((button) => ({
    text: button.textContent.trim(),
    go: () => {
      dialog.close()
      button.click()
    },
  }))
  draw()
  if (search && caseId && here.length === 0)
    ask({ case: caseId }).then(
      (found) => {
        acts = found.acts.map(act)
        draw()
      },
      (error) => {
        status.textContent = error.message
      },
    )
}
