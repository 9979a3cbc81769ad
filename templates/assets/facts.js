// Facts that a text may print: each is inserted where the cursor was last, and the hand goes on there.
import { all, one, say, show } from './app.js'

show('[data-fact], [data-fact-how]', true)
show('.hj-facts [data-unscripted]', false)
let last
document.addEventListener('focusin', ({ target }) => {
  if (target.matches('textarea[name^="body"], input[type="text"][name^="body"]')) last = target
})
for (const button of all('[data-fact]'))
  button.addEventListener('click', () => {
    const said = one('[data-fact-said]')
    const box = last?.isConnected ? last : undefined
    said.classList.toggle('hj-vh', Boolean(box))
    if (!box) {
      said.textContent = say('请先把光标放在正文中。', 'Place the cursor in the text first.')
      return
    }
    box.setRangeText(button.dataset.fact, box.selectionStart, box.selectionEnd, 'end')
    box.dispatchEvent(new Event('input', { bubbles: true }))
    box.focus()
    said.textContent = say('已插入', 'Inserted')
  })
