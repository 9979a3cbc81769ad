// Forms: rows added and removed, answers taken from the passport's machine-readable zone. The server does and checks all of it again.
import { all, one, say, setIcon, show, start } from './app.js'
import { savers } from './keep.js'

// One change of rows after the other: what comes back stands for all of the form, and would undo another that is under way.
let turn = Promise.resolve()
function inTurn(form, work) {
  const mine = turn.then(work).finally(() => savers.get(form)?.release())
  turn = mine.catch(() => {})
  return mine
}
/** What was ticked meanwhile, by its id. */
const ticks = new Set()

const changed = (part) => part?.dispatchEvent(new Event('input', { bubbles: true }))

// Rows are added and removed by the server, which names and numbers them; here its answer takes the place of the rows alone, and of what
// is known beside them, so that the page stays where it is. Whatever goes wrong, the form is sent as without script.
async function changeRows(button, rows = button.closest('.hj-rows'), key) {
  const { form } = button
  await savers.get(form)?.hold()
  const answers = new FormData(form, button)
  if (key) answers.append('_ask', key)
  const body = form.enctype === 'multipart/form-data' ? answers : new URLSearchParams([...answers])
  const response = await fetch(form.action, { method: 'POST', body })
  const answer = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = response.ok && answer.getElementById(rows.id)
  if (!fresh) throw new Error('no rows')
  for (const name of ['version', '_kept', '_was'])
    for (const field of all(`[name="${name}"]`, form))
      field.value = one(`[name="${name}"]`, answer)?.value ?? field.value
  const known = answer.getElementById('known')
  if (known) {
    for (const { id } of all('#known details[open]')) one(`#${id}`, known)?.setAttribute('open', '')
    one('#known').replaceWith(known)
    for (const id of ticks) {
      const box = document.getElementById(id)
      if (box && !box.disabled) box.checked = true
    }
    show('[data-unscripted]', false, known)
  }
  rows.replaceWith(fresh)
  await revive(fresh)
  return fresh
}

async function changeRow(button) {
  const fresh = await changeRows(button)
  const row = one('[autofocus]', fresh)
  ;(row ? one('input:not([type="hidden"]), select, textarea', row) : fresh).focus()
}

// A page of the document that is open beside the form becomes an item, in which the officer goes on.
async function addPage(anchor) {
  const form = one('form:has(#known)')
  const key = new URL(anchor.href).searchParams.get('ask')
  const fresh = await changeRows(one('[name="_add"]', form), one('.hj-rows', form), key)
  all('fieldset', fresh).at(-1).querySelector('textarea').focus()
}

// What is ticked of what is known becomes an item at once; the hand goes on to the next one of its list, else stays at the item's link.
async function addTicked(id, form) {
  // another one may have taken it along
  if (document.getElementById(id)?.disabled === false)
    await changeRows(one('[name="_add"]', form), one('.hj-rows', form))
  ticks.delete(id)
  const ticked = document.getElementById(id)
  if (!ticked) return
  const next = all('[name="_ask"]:enabled', ticked.closest('fieldset')).find(
    (one) => one.compareDocumentPosition(ticked) & Node.DOCUMENT_POSITION_PRECEDING,
  )
  ;(next ?? one('a', ticked.parentElement) ?? one('.hj-rows textarea', form)).focus({ preventScroll: true })
}

async function revive(part) {
  await start(part)
  for (const select of all('select[data-narrow]', part)) narrow(select)
}

// A long list gets a box that narrows it; Enter takes the first that is left.
function narrow(select) {
  const box = document.createElement('input')
  box.type = 'search'
  box.className = 'govuk-input hj-narrow'
  box.autocomplete = 'off'
  box.placeholder = say('筛选', 'Filter')
  box.setAttribute('aria-label', say('筛选可选项目', 'Filter the list'))
  const whole = [...select.children]
  box.addEventListener('input', (event) => {
    event.stopPropagation()
    const sought = box.value.trim().toLowerCase()
    const chosen = select.value
    const fits = (option) => option.value === chosen || option.text.toLowerCase().includes(sought)
    const left = whole.flatMap((part) => {
      if (!part.matches('optgroup')) return part
      const group = part.cloneNode(true)
      if (!part.label.toLowerCase().includes(sought))
        for (const option of all('option', group)) if (!fits(option)) option.remove()
      return group.children.length > 0 ? group : []
    })
    select.replaceChildren(...left)
    select.value = chosen
  })
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const sought = box.value.trim().toLowerCase()
    const found = sought && all('optgroup option', select).find(({ text }) => text.toLowerCase().includes(sought))
    if (!found) return
    select.value = found.value
    changed(select)
    select.focus()
  })
  select.before(box)
}
for (const select of all('select[data-narrow]')) narrow(select)
show('[data-unscripted]', false)
function take({ form, id }) {
  ticks.add(id)
  inTurn(form, () => addTicked(id, form)).catch((error) => {
    if (!(error instanceof TypeError)) form.requestSubmit(one('[name="_add"]', form))
  })
}
document.addEventListener('change', ({ target }) => {
  if (target.matches('[name="_ask"]') && target.checked) take(target)
})
// somebody may have ticked before this script was there
for (const box of all('#known [name="_ask"]:checked:enabled')) take(box)

document.addEventListener('click', (event) => {
  const anchor = event.target.closest('#preview a[data-ask]')
  if (anchor && one('#known') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    inTurn(one('form:has(#known)'), () => addPage(anchor)).catch(() => location.assign(anchor.href))
    return
  }
  const button = event.target.closest('button')
  if (button?.matches('[data-mrz-fill]')) {
    // what cannot be read is sent, and the page that comes back says what is wrong with it
    if (fillFromZone()) event.preventDefault()
  } else if (button?.matches('.hj-rows :is([name="add"], [name="remove"])')) {
    event.preventDefault()
    const { form } = button
    const { name, value } = button
    const now = () => (button.isConnected ? button : one(`[name="${name}"][value="${CSS.escape(value)}"]`, form))
    inTurn(form, () => now() && changeRow(now())).catch((error) => {
      // without a connection the page stays, and saving itself says why
      if (!(error instanceof TypeError)) form.requestSubmit(now())
    })
  }
})

// Of several answers by commas, what is suggested is the next one: a suggestion takes the place of the whole box
document.addEventListener('input', ({ target }) => {
  if (!target.matches('[data-many]')) return
  const before = /^.*[,，、\n]\s*/s.exec(target.value)?.[0] ?? ''
  for (const option of target.list.options) {
    option.dataset.text ??= option.value
    option.value = before + option.dataset.text
  }
})

// The machine-readable zone (ICAO 9303 parts 3 and 4): weights 7 3 1, A = 10 … Z = 35, < = 0, modulo 10.
const zone = one('[data-mrz]')
const value = (sign) => (sign === '<' ? 0 : sign <= '9' ? Number(sign) : sign.charCodeAt(0) - 55)
const digit = (text) => String([...text].reduce((sum, sign, i) => sum + value(sign) * [7, 3, 1][i % 3], 0) % 10)

function readZone() {
  const lines = zone.value.toUpperCase().split(/\s+/).filter(Boolean)
  if (lines.length !== 2 || lines.some((line) => !/^[A-Z0-9<]{44}$/.test(line))) return null
  const [names, line] = lines
  const checks = {
    number: digit(line.slice(0, 9)) === line[9],
    birthDate: digit(line.slice(13, 19)) === line[19],
    expiresOn: digit(line.slice(21, 27)) === line[27],
    whole: digit(line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43)) === line[43],
  }
  return { names, line, checks }
}

function answersIn({ names, line }) {
  const plain = (text) => text.replace(/<+/g, ' ').trim()
  const thisYear = new Date().getFullYear() % 100
  const date = (text, past) => {
    const [year, month, day] = text.match(/../g)
    return `${past && Number(year) > thisYear ? 19 : 20}${year}-${month}-${day}`
  }
  const nationality = plain(line.slice(10, 13))
  return {
    systemName: plain(names.slice(5)),
    issuingState: plain(names.slice(2, 5)),
    number: plain(line.slice(0, 9)),
    nationality: nationality === 'D' ? 'DEU' : nationality,
    sex: line[20] === '<' ? 'X' : line[20],
    birthDate: date(line.slice(13, 19), true),
    expiresOn: date(line.slice(21, 27), false),
  }
}

// What stands in the answer below: a number, or a date as the zone has it; nothing while a part of it is missing
function typedBelow(name) {
  const box = one(`[data-mrz-field="${name}"]`)
  if (box) return box.value.trim().toUpperCase()
  const parts = ['year', 'month', 'day'].map((part) => one(`[data-mrz-field="${name}.${part}"]`)?.value.trim() ?? '')
  return parts.includes('') ? '' : parts.map((part) => part.slice(-2).padStart(2, '0')).join('')
}

function differsBelow(name, line) {
  const inZone = { number: line.slice(0, 9), birthDate: line.slice(13, 19), expiresOn: line.slice(21, 27) }[name] ?? ''
  const [typed, known] = [typedBelow(name), inZone].map((text) => text.replace(/[^A-Z0-9]/g, ''))
  return typed !== '' && known.length >= typed.length && typed !== known
}

function showChecks() {
  const read = readZone()
  for (const part of all('[data-mrz-check]')) {
    const name = part.dataset.mrzCheck
    const good = read?.checks[name] && !differsBelow(name, read.line)
    part.hidden = !read
    one('svg', part)?.setAttribute('class', `hj-icon hj-${good ? 'ok' : 'bad'}`)
    setIcon(part, good ? 'tick' : 'cross')
    const words = one('[data-mrz-word]', part)
    if (words) words.textContent = good ? say('相符', 'agrees') : say('不符', 'does not agree')
  }
  // what the page had said of the zone is over once nothing below differs any more
  const differs = Boolean(read) && DATED.some((name) => differsBelow(name, read.line))
  if (read && differed && !differs && !Object.values(read.checks).includes(false)) forgetProblem(zone)
  differed = differs
  return read
}
const DATED = ['number', 'birthDate', 'expiresOn']
let differed = false

// What the page had said of a question before it was put right; its line in the summary goes with it, and the last one takes the summary along
function forgetProblem(field) {
  const group = field.closest('.govuk-form-group--error')
  if (!group) return
  group.classList.remove('govuk-form-group--error')
  for (const part of all('.govuk-error-message', group)) part.remove()
  for (const part of all('[aria-invalid]', group)) {
    part.removeAttribute('aria-invalid')
    part.classList.remove('govuk-input--error', 'govuk-select--error', 'govuk-textarea--error')
  }
  const summary = one('.govuk-error-summary')
  if (!summary) return
  for (const link of all('a[href*="#"]', summary))
    if (group.contains(document.getElementById(link.hash.slice(1)))) link.closest('li').remove()
  if (all('li', summary).length === 0) summary.remove()
}

function fillFromZone() {
  const read = showChecks()
  if (!read || Object.values(read.checks).includes(false)) return false
  const answers = answersIn(read)
  // data-mrz-field names an answer, or one part of a date: birthDate, birthDate.year
  for (const field of all('[data-mrz-field]')) {
    const [name, part] = field.dataset.mrzField.split('.')
    const answer = part ? answers[name].split('-')[['year', 'month', 'day'].indexOf(part)] : answers[name]
    if (field.type === 'radio') field.checked = field.value === answer
    else field.value = answer
    changed(field)
    forgetProblem(field)
  }
  forgetProblem(zone)
  showChecks()
  return true
}
if (zone) {
  zone.form.addEventListener('input', showChecks)
  showChecks()
}
