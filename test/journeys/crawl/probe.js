// In every page that the crawler opens: what can be pressed there, whether it can be seen, what the page says before and after a press, and what is wrong with its errors. Over 250 lines because a browser is given one script.
globalThis.crawl = (() => {
  const PRESSED = 'a[href], button, input:not([type="hidden"]), select, textarea, summary'
  const all = (selector, within = document) => [...within.querySelectorAll(selector)]
  const tidy = (text) => (text ?? '').replace(/\s+/g, ' ').trim()
  const numbers = (text) => (text ?? '').replace(/[0-9a-f]{16,}|\d+/gi, 'n')

  /** What a control is called. */
  function nameOf(one) {
    const label = [...(one.labels ?? [])].map(({ textContent }) => textContent).join(' ')
    const legend = one.matches('input, select, textarea')
      ? one.closest('fieldset')?.querySelector('legend')?.textContent
      : ''
    const own =
      one.getAttribute('aria-label') || label || (one.matches('input, select, textarea') ? '' : one.textContent)
    return tidy([legend, own].filter(Boolean).join(': ') || one.title || one.placeholder || one.name).slice(0, 100)
  }

  function kindOf(one) {
    if (one.matches('a')) return 'link'
    if (one.matches('summary')) return 'fold'
    if (one.matches('select')) return 'choice'
    if (one.matches('textarea')) return 'text'
    if (one.matches('button')) {
      if (one.name === 'add' || one.name === 'remove') return one.name
      return one.form && one.type !== 'button' ? 'send' : 'button'
    }
    if (one.type === 'checkbox') return 'box'
    if (one.type === 'radio') return 'radio'
    if (one.type === 'file') return 'file'
    return one.type === 'submit' ? 'send' : 'text'
  }

  const regionOf = (one) =>
    ['dialog', 'footer', 'header', 'main', 'aside'].find((region) => one.closest(region)) ?? 'body'

  /** What has to be opened before a control shows: parts that fold, and what a choice reveals. */
  function cover(one) {
    const fold = one.parentElement?.closest('details:not([open])')
    if (fold && !(one.matches('summary') && one.parentElement === fold)) return fold.querySelector('summary')
    const revealed = one.closest('.govuk-radios__conditional--hidden, .govuk-checkboxes__conditional--hidden')
    return revealed && document.querySelector(`[data-aria-controls="${revealed.id}"], [aria-controls="${revealed.id}"]`)
  }
  /** What only another choice than the one that was made would reveal. */
  const isBehindChoice = (key) => Boolean(find(key)?.closest('.govuk-radios__conditional--hidden'))
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true })
  /** Hidden from everybody, or meant for the Enter key alone; under a dialog nothing is reached. */
  const isMeant = (one) =>
    !one.closest('[aria-hidden="true"], [inert]') &&
    !one.disabled &&
    (!document.querySelector(':modal') || one.closest(':modal')) &&
    (isShown(one) || Boolean(cover(one)))

  const formOf = (one) => one.form ?? null
  const addressOf = (form, button) =>
    form
      ? numbers(
          new URL(button?.getAttribute?.('formaction') ?? form.getAttribute('action') ?? location.href, location.href)
            .pathname,
        )
      : ''

  /** Controls that are alike: the same word for word but for numbers, in the same place of the page. */
  function likenessOf(one, kind) {
    const to = one.matches('a') ? new URL(one.href, location.href) : null
    const where = to
      ? [
          to.origin === location.origin ? '' : to.origin,
          numbers(to.pathname),
          numbers(to.search),
          numbers(to.hash),
        ].join('')
      : [
          addressOf(formOf(one), one),
          numbers(one.name),
          one.matches('button') ? numbers(one.value) : '',
          numbers(one.id),
        ].join(' ')
    return [kind, regionOf(one), where, one.matches('button, summary') ? numbers(nameOf(one)) : ''].join(' | ')
  }

  /** Everything that can be pressed or filled in, marked so that it can be found again. */
  function list() {
    const counts = new Map()
    const forms = [...document.forms]
    return all(PRESSED)
      .filter(isMeant)
      .map((one) => {
        const kind = kindOf(one)
        const likeness = likenessOf(one, kind)
        const at = (counts.get(likeness) ?? 0) + 1
        counts.set(likeness, at)
        const key = `${likeness} | ${at}`
        one.dataset.crawl = key
        return {
          key,
          kind,
          likeness,
          name: nameOf(one),
          region: regionOf(one),
          form: forms.indexOf(formOf(one)),
          waits: one.getAttribute('aria-disabled') === 'true',
          isPressed: one === pressed,
          href: one.matches('a') ? one.href : '',
        }
      })
  }

  const find = (key) => document.querySelector(`[data-crawl="${CSS.escape(key)}"]`)

  /** Opens what covers a control, as a person would: by pressing it. */
  function uncover(key) {
    const one = find(key)
    for (let tries = 0; one && tries < 6; tries++) {
      const over = cover(one)
      if (!over) break
      over.click()
    }
    return Boolean(one) && isShown(one)
  }

  /** Whether some part of it, or of its label, can be scrolled to and is not covered. */
  function isInSight(one) {
    if (one.closest('.govuk-skip-link')) one.focus()
    one.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
    const parts = [one, ...(one.labels ?? [])]
    return parts.some((part) =>
      [...part.getClientRects()].some(({ left, top, width, height }) =>
        [
          [left + width / 2, top + height / 2],
          [left + Math.min(6, width / 2), top + Math.min(6, height / 2)],
        ].some(([x, y]) => {
          const over = document.elementFromPoint(x, y)
          return over && parts.some((mine) => mine.contains(over) || (over.contains(mine) && over.matches('label')))
        }),
      ),
    )
  }

  /** A link that only the keyboard brings in sight. */
  const isForKeys = (key) => Boolean(find(key)?.closest('.govuk-skip-link'))

  /** Controls that nobody can bring before their eyes. */
  function outOfSight() {
    const at = [scrollX, scrollY]
    const lost = all(PRESSED)
      .filter((one) => isMeant(one) && isShown(one))
      .filter((one) => !isInSight(one))
      .map((one) => `${kindOf(one)} “${nameOf(one)}”`)
    document.activeElement?.blur()
    scrollTo(...at)
    return lost
  }

  let pressed
  let touched = new Set()
  let inPlace = false
  // after the page's own, which hear it at the document
  addEventListener('click', (event) => {
    if (pressed?.contains(event.target)) inPlace = event.defaultPrevented
  })
  /** Whether the page's script did what was pressed by itself: nothing was sent, and what it says of errors is of before. */
  const isDoneInPlace = () => inPlace
  const watcher = new MutationObserver((changes) => {
    for (const { target, addedNodes, type } of changes)
      for (const node of type === 'childList' ? addedNodes : [target])
        touched.add(node.nodeType === 1 ? node : node.parentElement)
  })

  /** All that a person sees of the page, but not where it is scrolled to. */
  function snapshot() {
    const body = document.body
    if (!body) return ''
    const at = document.activeElement
    return JSON.stringify([
      location.href,
      document.title,
      body.textContent,
      document.documentElement.scrollHeight,
      all('[hidden]').length,
      all('input:not([type="hidden"]), select, textarea').map((one) =>
        /^(box|radio)$/.test(kindOf(one)) ? one.checked : one.value,
      ),
      all('details, dialog').map(({ open }) => open),
      all('[data-zoom]:not(button), [aria-current], [aria-expanded], [aria-pressed]').map((one) => [
        one.dataset.zoom,
        one.getAttribute('aria-current'),
        one.getAttribute('aria-expanded'),
        one.getAttribute('aria-pressed'),
      ]),
      all('[style]').map((one) => one.getAttribute('style')),
      at && at !== body && at !== pressed ? (at.dataset.crawl ?? at.id ?? at.tagName) : '',
      globalThis.crawlDid ?? 0,
    ])
  }

  /** Before a press: brings the control before one's eyes and begins to watch. */
  function take(key) {
    pressed = find(key)
    pressed?.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
    touched = new Set()
    inPlace = false
    watcher.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['hidden', 'open', 'class', 'style', 'aria-current'],
    })
    return snapshot()
  }

  const inWindow = (one) => {
    const { top, bottom, left, right, width, height } = one.getBoundingClientRect()
    return width > 0 && height > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
  }

  /** Whether what a press has changed can be seen where the page now stands. */
  function isChangeInSight() {
    watcher.disconnect()
    const changed = [...touched].filter(
      (one) => one?.isConnected && isShown(one) && one !== document.body && one !== document.documentElement,
    )
    const at = document.activeElement
    return changed.length === 0 || changed.some(inWindow) || (at !== document.body && at !== pressed && inWindow(at))
  }

  /** Whether the place that the address names is there, and where one looks. */
  function isTargetInSight() {
    const id = decodeURIComponent(location.hash.slice(1))
    const target = id ? (document.getElementById(id) ?? document.getElementsByName(id)[0]) : document.body
    if (!target) return 'is not there'
    const { top } = target.getBoundingClientRect()
    const isSeen = [target, ...all('*', target)].some(inWindow) || (top >= 0 && top < innerHeight)
    return isSeen ? '' : 'is out of sight'
  }

  const isTyped = (one) =>
    one.name &&
    !/^_(?!left)/.test(one.name) &&
    isMeant(one) &&
    !/^(password|file|search|submit|button)$/.test(one.type) &&
    one.autocomplete !== 'one-time-code' &&
    !one.matches('button')

  /** What stands in the boxes of a form, by name, as it would be sent. */
  function typed(at) {
    const form = document.forms[at]
    const found = {}
    for (const one of form ? [...form.elements].filter(isTyped) : []) {
      // what is added to a list comes back as one of it
      const name = one.name.replace(/\[\]$/, '')
      if (one.type === 'checkbox' || one.type === 'radio') {
        if (one.checked) found[name] = [...(found[name] ?? []), one.value]
      } else found[name] = [...(found[name] ?? []), one.value.replace(/\r\n?/g, '\n').trim()]
    }
    return found
  }

  /** The questions of a form, one for each control, radios and boxes of one name together. */
  function fields(at) {
    const form = document.forms[at]
    const groups = new Map()
    for (const one of form ? [...form.elements] : []) {
      if (
        !one.name ||
        one.matches('button, fieldset, output') ||
        one.type === 'hidden' ||
        !isMeant(one) ||
        one.readOnly
      )
        continue
      const kind = kindOf(one)
      const id = kind === 'radio' || kind === 'box' ? `${kind} ${one.name}` : `${one.name} ${groups.size}`
      const known = groups.get(id)
      const key = one.dataset.crawl ?? ''
      if (known) {
        known.keys.push(key)
        known.values.push(one.value)
      } else
        groups.set(id, {
          name: one.name.replace(/\[\]$/, ''),
          form: addressOf(form),
          kind,
          type: one.type,
          label: nameOf(one),
          keys: [key],
          values: one.matches('select')
            ? [...one.options].filter((option) => !option.disabled).map(({ value }) => value)
            : [one.value],
          value: one.value,
          required: one.required,
          refused: Boolean(one.closest('.govuk-form-group--error, [aria-invalid="true"]')),
          most: one.maxLength ?? -1,
          pattern: one.pattern ?? '',
          mode: one.inputMode ?? '',
          accept: one.accept ?? '',
        })
    }
    return [...groups.values()]
  }

  /** What a control holds: whether it is ticked, or its text; null when it is there no more. */
  function held(key) {
    const one = find(key)
    return one && (/^(box|radio)$/.test(kindOf(one)) ? one.checked : one.value)
  }

  const addressOfForm = (at) => addressOf(document.forms[at])
  /** Which form has this address and holds most of these names; -1 when none is there. */
  function formAt(address, names) {
    const forms = [...document.forms].map((form, at) => ({
      at,
      address: addressOf(form),
      count: names.filter((name) => form.elements[name] ?? form.elements[`${name}[]`]).length,
    }))
    const [best] = forms
      .filter((one) => one.count > 0)
      .sort((a, b) => b.count - a.count || Number(b.address === address) - Number(a.address === address))
    return best?.at ?? -1
  }

  /** The errors of the page: what they say, and whether each stands beside its field and its link leads there. */
  function errors() {
    const said = all('.govuk-error-message, .govuk-error-summary, .hj-note--bad[role="alert"]').filter(isShown)
    const faults = []
    for (const one of said)
      if (
        !tidy(one.textContent)
          .replace(/^(Error|错误)[:：]/, '')
          .trim()
      )
        faults.push('an error says nothing')
    for (const link of all('.govuk-error-summary a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)))
      if (!target) faults.push(`the error “${tidy(link.textContent)}” leads nowhere`)
      else if (!all('.govuk-error-message').some((message) => isNear(message, target)))
        faults.push(`the error “${tidy(link.textContent)}” does not stand beside its field`)
    }
    return { said: said.map((one) => tidy(one.textContent)), faults }
  }
  function isNear(message, target) {
    if (target.getAttribute('aria-describedby')?.split(' ').includes(message.id) && message.id) return true
    if (target.contains(message)) return true
    for (let around = target.parentElement; around && !around.matches('form, main'); around = around.parentElement)
      if (around.contains(message)) return true
    return false
  }

  /** How many rows the list of a button has. */
  function rowsOf(key) {
    const list = find(key)?.closest('.hj-rows')
    return list
      ? {
          id: list.id,
          count: all('.hj-rows__row, tbody > tr, .hj-ask', list).filter((row) => row.closest('.hj-rows') === list)
            .length,
        }
      : null
  }
  const rowsAt = (id) => {
    const list = document.getElementById(id)
    return list
      ? all('.hj-rows__row, tbody > tr, .hj-ask', list).filter((row) => row.closest('.hj-rows') === list).length
      : -1
  }

  /** What is wrong with the preview of a paper beside its form; nothing where there is none. */
  async function preview(at) {
    const form = document.forms[at]
    const shown = form?.querySelector('[name="_shown"]')
    const paper = document.getElementById('paper')
    if (!shown || !paper) return null
    const isBehind = () => shown.value === 'changed' || document.querySelector('#paper[aria-busy]') !== null
    if (!(await within(60_000, () => !isBehind()))) return 'the preview does not come'
    const answers = [...new FormData(form)].filter(
      ([name, value]) => typeof value === 'string' && !/^_(proof|code|password)$/.test(name),
    )
    const body = new URLSearchParams([...answers, ['_preview', 'quietly']])
    const token = form.querySelector('[name="_csrf"]')?.value ?? ''
    const answer = await fetch(form.getAttribute('action'), {
      method: 'POST',
      body,
      headers: { accept: 'text/html', 'x-csrf-token': token },
      signal: AbortSignal.timeout(60_000),
    })
    const made = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('paper')
    const [mine, theirs] = [document.getElementById('paper'), made].map((one) => one?.dataset.shown ?? '')
    if (theirs && mine !== theirs) return 'the preview differs from what would be sent'
    return null
  }

  /** Until this holds, or the milliseconds are over. */
  async function within(most, holds) {
    for (const end = performance.now() + most; performance.now() < end; ) {
      if (holds()) return true
      await new Promise((done) => setTimeout(done, 40))
    }
    return holds()
  }
  const differs = (before, most) => within(most, () => document.readyState === 'complete' && snapshot() !== before)
  const comesToRows = (id, count, most) => within(most, () => rowsAt(id) === count)
  const comesToBeSaved = (at, most) => within(most, () => isSaved(at))

  const savesItself = (at) => document.forms[at]?.matches('[data-autosave], [data-keep]') ?? false
  /** Whether a form says that what was typed is saved. */
  function isSaved(at) {
    const status = document.forms[at]?.querySelector('[data-saved]') ?? document.querySelector('p[data-saved]')
    return !status || (isShown(status) && !status.ariaBusy && tidy(status.textContent) !== '')
  }

  /** What scripts have asked for and not got yet. */
  let awaited = 0
  const { fetch } = globalThis
  globalThis.fetch = async (...asked) => {
    awaited += 1
    try {
      return await fetch(...asked)
    } finally {
      awaited -= 1
    }
  }

  /** Until nothing more of the page's own is being fetched. */
  async function calm() {
    const count = () => performance.getEntriesByType('resource').length
    for (
      let tries = 0, before = -1;
      tries < 100 && (before !== count() || awaited > 0 || document.readyState !== 'complete');
      tries++
    ) {
      before = count()
      await new Promise((done) => setTimeout(done, 50))
    }
    return true
  }

  /** Why a control that waits does so: the words that it is described by. */
  const reasonOf = (key) =>
    tidy(
      (find(key)?.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' '),
    )

  addEventListener('DOMContentLoaded', () => {
    globalThis.print = () => {
      globalThis.crawlDid = (globalThis.crawlDid ?? 0) + 1
    }
  })
  return {
    calm,
    preview,
    savesItself,
    isForKeys,
    isBehindChoice,
    differs,
    comesToRows,
    comesToBeSaved,
    list,
    uncover,
    outOfSight,
    snapshot,
    take,
    isChangeInSight,
    isDoneInPlace,
    isTargetInSight,
    typed,
    fields,
    held,
    addressOfForm,
    formAt,
    errors,
    rowsOf,
    rowsAt,
    reasonOf,
  }
})()
