/// The script of pages for reviewers: filters stages and unfolds groups.
///
/// Names reach the page as text nodes only. Sums are formatted like those of `duration` and `scaled`.
enum ReviewScript {
  /// The script.
  static let text = #"""

    'use strict'
    {
    const listings = JSON.parse(document.getElementById('data').textContent)
    const form = document.getElementById('filter')
    const first = 100, further = 500

    // Elements.
    const make = (tag, attributes, ...children) => {
      const element = document.createElement(tag)
      for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value)
      element.append(...children)
      return element
    }

    // Figures, as the program writes them.
    const fixed = (value, digits) => {
      const scale = 10 ** digits
      const whole = Math.round(Math.abs(value) * scale)
      const fraction = String(whole % scale).padStart(digits, '0')
      return digits ? Math.floor(whole / scale) + '.' + fraction : String(whole)
    }
    const duration = seconds => {
      if (seconds < 10) return fixed(Math.max(0, seconds), 1) + ' s'
      const whole = Math.round(seconds)
      if (whole < 60) return whole + ' s'
      return whole < 3600 ? Math.floor(whole / 60) + ' min ' + whole % 60 + ' s'
        : Math.floor(whole / 3600) + ' h ' + Math.floor(whole % 3600 / 60) + ' min'
    }
    const scaled = (value, unit) => {
      let index = 0
      while (value >= 999.5 && index < 6) { value /= 1000; index++ }
      return fixed(value, value < 9.95 && index > 0 ? 1 : 0) + ' ' + ['', 'k', 'M', 'G', 'T', 'P', 'E'][index] + unit
    }
    const percent = share => {
      const whole = Math.round(100 * share)
      return whole === 0 && share > 0 ? '<1 %' : whole + ' %'
    }
    const bar = share => {
      const space = 'http://www.w3.org/2000/svg'
      const svg = document.createElementNS(space, 'svg')
      const rect = document.createElementNS(space, 'rect')
      svg.setAttribute('class', 'bar')
      svg.setAttribute('aria-hidden', 'true')
      rect.setAttribute('width', fixed(100 * Math.min(1, share), 2) + '%')
      rect.setAttribute('height', '100%')
      svg.append(rect)
      return svg
    }

    // Stages, by their places in a listing.
    const identity = (listing, place) => listing.ids.slice(64 * place, 64 * place + 64)
    const nameOf = (listing, place) => {
      const { purpose, variant, digits } = listing.stages
      const [kind, subject] = listing.purposes[purpose[place]]
      let text = listing.kinds[kind]
      if (variant[place] >= 0) text += '.' + listing.names[variant[place]]
      if (subject) text += '.' + subject
      return digits[place] ? text + '~' + identity(listing, place).slice(0, digits[place]) : text
    }
    const noteOf = (listing, place) => listing.notes[listing.stages.note[place]]
    const variantsOf = (listing, place) => {
      const set = listing.stages.variantSet[place]
      listing.namesOfSets = listing.namesOfSets || []
      return listing.namesOfSets[set] = listing.namesOfSets[set] || listing.variants
        .filter(variant => variant[2].includes(set)).map(variant => listing.names[variant[0]])
    }
    const usersOf = (listing, place) => {
      const names = variantsOf(listing, place)
      if (listing.variants.length < 2) return ''
      return 'for ' + (names.length === listing.variants.length ? 'all variants' : names.slice(0, 2).join(', ')
        + (names.length > 2 ? ` and ${names.length - 2} more` : ''))
    }
    const costOf = (listing, place) => listing.costs[listing.stages.cost[place]]
    const sum = (listing, places, part) => {
      let total = 0
      for (const place of places) {
        const value = costOf(listing, place)[part]
        if (value === null) return null
        total += value
      }
      return total
    }

    // Groups: the stages of each are contiguous.
    const groups = []
    listings.forEach((listing, number) => {
      const table = document.querySelector(`table[data-listing="${number}"]`)
      if (!table) return
      listing.critical = new Set(listing.critical)
      let start = 0
      listing.groups.forEach(([count, isToRun], index) => {
        const body = table.tBodies[index]
        const cell = body.rows[0].cells[0]
        const group = {
          listing, number, start, count, isToRun, body, cells: body.rows[0].cells, isOpen: false, shown: first,
          reason: body.rows[0].cells[5].textContent, status: body.className, key: number + ':' + index
        }
        group.places = Array.from({ length: count }, (_, offset) => start + offset)
        group.all = group.places
        group.button = make('button', { type: 'button', class: 'fold', 'aria-expanded': 'false' }, ...cell.childNodes)
        group.button.addEventListener('click', () => toggle(group))
        cell.append(group.button)
        groups.push(group)
        start += count
      })
    })

    // Rows of single stages.
    const term = (list, name, ...content) => {
      if (content.length) list.append(make('dt', {}, name), make('dd', {}, ...content))
    }
    const namesIn = (texts, limit) => {
      const parts = texts.slice(0, limit).flatMap((text, index) => [index ? ', ' : '', make('code', {}, text)])
      return texts.length > limit ? [...parts, ` and ${texts.length - limit} more`] : parts
    }
    const detail = (group, place) => {
      const { listing } = group
      const list = make('dl')
      const others = listing.isWhole ? '' : ', of these'
      const named = places => namesIn(places.map(other => nameOf(listing, other)), 12)
      term(list, 'identity', make('code', {}, identity(listing, place)))
      const note = noteOf(listing, place) || group.reason
      if (note) term(list, 'because', note)
      term(list, 'reads' + others, ...named(listing.stages.inputs[place]))
      const readers = []
      listing.stages.inputs.forEach((inputs, other) => { if (inputs.includes(place)) readers.push(other) })
      term(list, 'read by' + others, ...named(readers))
      term(list, 'needed by', ...namesIn(variantsOf(listing, place), 12))
      return make('tr', { class: 'detail' }, make('td', { colspan: 6 }, list))
    }
    const stageRow = (group, place) => {
      const { listing } = group
      const [seconds, bytes] = costOf(listing, place)
      const text = (value, format) => group.isToRun ? value === null ? '?' : format(value) : ''
      const button = make(
        'button', { type: 'button', class: 'fold', 'aria-expanded': 'false' },
        make('code', {}, nameOf(listing, place)))
      const row = make(
        'tr', { class: 'stage' }, make('th', { scope: 'row' }, button), make('td', { class: 'n' }),
        make('td', { class: 'n', 'data-label': 'time' }, text(seconds, duration)), make('td', { class: 'n share' }),
        make('td', { class: 'n', 'data-label': 'disk' }, text(bytes, value => scaled(value, 'B'))),
        make('td', { class: 'reason' }, noteOf(listing, place) || usersOf(listing, place)))
      button.addEventListener('click', () => {
        const isOpen = button.getAttribute('aria-expanded') === 'true'
        button.setAttribute('aria-expanded', String(!isOpen))
        if (isOpen) row.nextElementSibling.remove()
        else row.after(detail(group, place))
      })
      return row
    }
    const fill = group => {
      while (group.body.rows.length > 1) group.body.rows[1].remove()
      if (!group.isOpen) return
      const rows = group.places.slice(0, group.shown).map(place => stageRow(group, place))
      group.body.append(...rows)
      const rest = group.places.length - rows.length
      if (rest <= 0) return
      const more = make(
        'button', { type: 'button', class: 'fold plain' }, `show ${Math.min(rest, further)} more of ${rest}`)
      more.addEventListener('click', () => {
        const index = group.shown + 1
        group.shown += further
        fill(group)
        group.body.rows[index].querySelector('button').focus()
      })
      group.body.append(make('tr', { class: 'more' }, make('th', { colspan: 6 }, more)))
    }
    const toggle = (group, isOpen = !group.isOpen) => {
      if (group.isOpen === isOpen) return
      group.isOpen = isOpen
      group.shown = first
      group.button.setAttribute('aria-expanded', String(isOpen))
      fill(group)
    }

    // The filter.
    const control = name => form && form.elements[name]
    const names = ['q', 'variant', 'purpose', 'task', 'status', 'cause', 'critical']
    const valueOf = name => {
      const element = control(name)
      return !element ? '' : element.type === 'checkbox' ? (element.checked ? '1' : '') : element.value.trim()
    }
    const setValue = (name, value) => {
      const element = control(name)
      if (!element) return
      if (element.type === 'checkbox') { element.checked = value === '1'; return }
      if (element.tagName === 'SELECT' && ![...element.options].some(option => option.value === value)) {
        if (name !== 'variant' || !listings.some(listing => listing.names.includes(value))) return
        element.append(make('option', { value }, value))
      }
      element.value = value
    }
    const textOf = (group, place) => {
      const { listing } = group
      listing.texts = listing.texts || []
      return listing.texts[place] = listing.texts[place] || [
        nameOf(listing, place), noteOf(listing, place), group.reason, identity(listing, place)
      ].join('\n').toLowerCase()
    }
    const matcher = wanted => {
      const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean)
      const known = new Map()
      const ofListing = listing => {
        if (known.has(listing)) return known.get(listing)
        const variants = listing.variants.filter(
          ([name, declared]) => [listing.names[name], listing.names[declared]].includes(wanted.variant))
        const found = {
          kind: listing.kinds.indexOf(wanted.purpose), task: listing.tasks.indexOf(wanted.task),
          sets: new Set(variants.flatMap(variant => variant[2]))
        }
        known.set(listing, found)
        return found
      }
      return (group, place) => {
        const { listing } = group
        const { kind, task, sets } = ofListing(listing)
        const [ownKind, , taskList] = listing.purposes[listing.stages.purpose[place]]
        const tasks = listing.taskLists[taskList]
        return (!wanted.purpose || ownKind === kind)
          && (!wanted.task || tasks.length === 0 || tasks.includes(task))
          && (!wanted.variant || sets.has(listing.stages.variantSet[place]))
          && (!wanted.status || group.status === wanted.status)
          && (!wanted.critical || listing.critical.has(place))
          && (!wanted.cause || listing.causeLists[listing.stages.causes[place]]
            .some(cause => group.number + ':' + cause === wanted.cause))
          && words.every(word => textOf(group, place).includes(word))
      }
    }
    const show = () => {
      const wanted = Object.fromEntries(names.map(name => [name, valueOf(name)]))
      const used = names.filter(name => wanted[name])
      const matches = matcher(wanted)
      let shown = 0, total = 0
      for (const group of groups) {
        const places = used.length ? group.all.filter(place => matches(group, place)) : group.all
        const isSame = places.length === group.places.length && places.every((place, at) => place === group.places[at])
        total += group.count
        shown += places.length
        group.body.hidden = places.length === 0
        if (isSame) continue
        group.places = places
        const { cells, listing } = group
        cells[1].textContent = places.length === group.count
          ? String(group.count) : `${places.length} of ${group.count}`
        if (group.isToRun) {
          const seconds = sum(listing, places, 0), bytes = sum(listing, places, 1)
          cells[2].textContent = seconds === null ? '?' : duration(seconds)
          cells[4].textContent = bytes === null ? '?' : scaled(bytes, 'B')
          const share = seconds !== null && listing.total > 0 ? seconds / listing.total : null
          cells[3].replaceChildren(...(share === null ? [] : [bar(share), make('span', {}, percent(share))]))
        }
        group.shown = first
        fill(group)
      }
      form.querySelector('output').textContent = used.length
        ? shown ? `${shown} of ${total} stages` : 'no stage matches' : `${total} stage${total === 1 ? '' : 's'}`
      form.querySelector('button[type=reset]').hidden = used.length === 0
      const fragment = new URLSearchParams(used.map(name => [name, wanted[name]])).toString()
      if (fragment !== location.hash.slice(1)) {
        history.replaceState(null, '', fragment ? '#' + fragment : location.pathname + location.search)
      }
    }
    const clear = () => { for (const name of names) setValue(name, ''); show() }
    const filterBy = (name, value) => {
      for (const other of names) setValue(other, '')
      setValue(name, value)
      show()
      document.getElementById('stages').scrollIntoView()
      const open = groups.find(group => !group.body.hidden)
      if (open) open.button.focus({ preventScroll: true })
    }

    // Keys.
    const folds = () => [...document.querySelectorAll('.fold')].filter(button => button.offsetParent)
    const move = (from, step) => {
      const all = folds()
      const target = all[from ? all.indexOf(from) + step : 0]
      if (target) { target.focus(); target.scrollIntoView({ block: 'nearest' }) }
      else if (from && step < 0) control('q').focus()
    }
    document.addEventListener('keydown', event => {
      if (!form || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const { target, key } = event
      const fold = target.closest && target.closest('.fold')
      const isField = ['INPUT', 'SELECT', 'TEXTAREA'].includes(target.tagName)
      if (key === '/' && !(isField && target.type === 'search')) {
        control('q').focus()
        control('q').select()
      } else if (key === 'Escape') {
        clear()
      } else if (key === 'ArrowDown' && (fold || target === control('q'))) {
        move(fold, 1)
      } else if (key === 'ArrowUp' && fold) {
        move(fold, -1)
      } else if (key === 'ArrowRight' && fold && fold.getAttribute('aria-expanded') === 'false') {
        fold.click()
      } else if (key === 'ArrowLeft' && fold) {
        if (fold.getAttribute('aria-expanded') === 'true') fold.click()
        else fold.closest('tbody').querySelector('.fold').focus()
      } else return
      event.preventDefault()
    })

    // Buttons elsewhere on the page that set the filter.
    if (form) {
      for (const place of document.querySelectorAll('code[data-variant]')) {
        const variant = place.dataset.variant
        if (!listings.some(listing => listing.variants.some(
          ([name, declared]) => [listing.names[name], listing.names[declared]].includes(variant)))) continue
        const button = make('button', { type: 'button', class: 'plain', title: 'show the stages of this variant' })
        button.addEventListener('click', () => filterBy('variant', variant))
        place.replaceWith(button)
        button.append(place)
      }
      for (const place of document.querySelectorAll('[data-cause]')) {
        if (!control('cause')) break
        const button = make('button', { type: 'button', class: 'plain' }, 'show its stages')
        button.addEventListener('click', () => filterBy('cause', place.dataset.cause))
        place.append(button)
      }
      const read = () => {
        const wanted = new URLSearchParams(location.hash.slice(1))
        for (const name of names) setValue(name, wanted.get(name) || '')
        show()
      }
      form.hidden = false
      form.addEventListener('submit', event => event.preventDefault())
      form.addEventListener('reset', event => { event.preventDefault(); clear(); control('q').focus() })
      form.addEventListener('input', show)
      addEventListener('hashchange', read)
      read()
    }
    }

    """#
}
