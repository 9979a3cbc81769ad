// Offers colleagues while somebody types after an @ in a note (a combobox and its list, WAI-ARIA). The list of the page says who they are; without script one types
// the name or the account that stands there.
import { all, one, say } from './app.js'

const people = all('[data-insert]', one('[data-mentions]')).map((line) => ({
  insert: line.dataset.insert,
  text: line.textContent.trim().replace(/\s+/g, ' '),
}))
const field = one('form.hj-actform textarea')

if (field) {
  const list = document.createElement('div')
  list.id = 'mention-list'
  list.className = 'hj-mentions'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', say('可以通知的同事', 'Colleagues you can notify'))
  field.after(list)
  field.setAttribute('aria-controls', list.id)
  field.setAttribute('aria-autocomplete', 'list')

  /** What is typed after the last @ before the cursor; undefined when there is none. */
  const typed = () => /[@＠]([^\s@＠]{0,40})$/u.exec(field.value.slice(0, field.selectionStart))
  const options = () => all('[role=option]', list)
  const marked = () => options().findIndex((option) => option.getAttribute('aria-selected') === 'true')
  function mark(index) {
    for (const [at, option] of options().entries()) option.setAttribute('aria-selected', String(at === index))
    field.setAttribute('aria-activedescendant', `mention-${index}`)
    options()[index]?.scrollIntoView({ block: 'nearest' })
  }
  function close() {
    list.hidden = true
    field.removeAttribute('aria-activedescendant')
  }
  function put(insert) {
    const start = typed()?.index
    if (start === undefined) return
    field.setRangeText(`@${insert} `, start, field.selectionStart, 'end')
    close()
    field.focus()
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  function offer() {
    const word = typed()?.[1]?.toLowerCase()
    const found = word === undefined ? [] : people.filter(({ text }) => text.toLowerCase().includes(word)).slice(0, 8)
    list.replaceChildren(
      ...found.map(({ insert, text }, index) => {
        const option = document.createElement('div')
        option.id = `mention-${index}`
        option.setAttribute('role', 'option')
        option.textContent = text
        option.addEventListener('mousedown', (event) => event.preventDefault())
        option.addEventListener('click', () => put(insert))
        return option
      }),
    )
    list.hidden = found.length === 0
    if (found.length > 0) mark(0)
    else close()
  }
  field.addEventListener('input', (event) => event.isComposing || offer())
  field.addEventListener('compositionend', offer)
  field.addEventListener('blur', close)
  field.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const count = options().length
    if (step) mark((marked() + step + count) % count)
    else if (event.key === 'Enter' || event.key === 'Tab') options()[marked()]?.click()
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
  })
}
