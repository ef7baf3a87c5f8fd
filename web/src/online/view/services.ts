import { byId, element } from '../../page/elements'
import { countText } from '../../page/format'
import { whenChanged } from '../../page/store'
import type { Actions } from '../actions'
import { hasFailed, isVerified, needsWork, planOf, type Plan } from '../run/plan'
import { isAtWork, type ServiceRow } from '../run/state'
import { caProblem, chosenCa, isShown, type State, type Store } from '../state'
import { questionView } from './question'
import { RowView } from './rows'
import { saying } from './said'

function emptyText({ access, listing, rows, subscriptions, subscription }: State): string {
    if (access.status !== 'given') return 'They are listed here once you have given access.'
    if (listing && rows.length === 0) return 'Reading…'
    if (subscriptions !== null && subscriptions.length === 0) return 'Your token sees no subscription. Ask for a role in one, or use a token of its tenant.'
    if (rows.length === 0) return subscription === '' ? 'There is no Device Provisioning Service and no IoT hub in your subscriptions.'
        : 'There is no Device Provisioning Service and no IoT hub in this subscription.'
    return ''
}

function countOf(state: State): string {
    const shown = state.rows.filter((row) => isShown(row, state)).length
    const all = countText(state.rows.length, 'service', 'services')
    const verified = state.rows.filter(({ entry }) => entry?.isVerified).length
    const tail = chosenCa(state) === null ? '' : ` · your CA is verified on ${verified === 0 ? 'none' : verified === state.rows.length ? 'all' : verified}`
    return (shown === state.rows.length ? all : `${shown} of ${all} shown`) + tail + (state.listing ? ' · reading…' : '')
}

function filtersView(store: Store, actions: Actions): void {
    const subscription = byId('subscription', HTMLSelectElement)
    const text = byId('filter-text', HTMLInputElement)
    const kind = byId('filter-kind', HTMLSelectElement)
    subscription.addEventListener('change', () => void actions.services.chooseSubscription(subscription.value))
    byId('reload', HTMLElement).addEventListener('click', () => void actions.services.list())
    const days = byId('expiry-days', HTMLInputElement)
    days.value = String(store.state.expiryDays)
    days.addEventListener('input', () => {
        if (days.value !== '' && days.checkValidity()) actions.services.setExpiryDays(Math.floor(days.valueAsNumber))
    })
    text.addEventListener('input', () => actions.services.filterBy({ filterText: text.value }))
    kind.addEventListener('change', () => {
        const { value } = kind
        actions.services.filterBy({ filterKind: value === 'DPS' || value === 'IoTHub' ? value : '' })
    })
    store.subscribe(whenChanged(({ subscriptions }) => [subscriptions], ({ subscriptions }) => {
        const all = subscriptions ?? []
        const options = all.map(({ id, name, state }) => [id, state === 'Enabled' ? name : `${name} (${state})`] as const)
        if (all.length > 1) options.unshift(['', `All ${all.length} subscriptions`])
        subscription.replaceChildren(...options.map(([value, name]) => {
            const option = element('option', '', name)
            option.value = value
            return option
        }))
        subscription.value = store.state.subscription
    }))
}

/** The box above the rows selects those that are shown and need work, and no others. */
function selectAllView(store: Store, actions: Actions): void {
    const box = byId('select-all', HTMLInputElement)
    const text = byId('select-all-text', HTMLElement)
    const shownIds = () => store.state.rows.filter((row) => isShown(row, store.state)).map(({ service }) => service.id)
    const workIds = () => store.state.rows.filter((row) => isShown(row, store.state) && needsWork(row)).map(({ service }) => service.id)
    box.addEventListener('change', () => {
        if (box.checked) actions.services.select(workIds(), true)
        else actions.services.select(shownIds(), false)
    })
    store.subscribe(whenChanged((state) => [state.rows, state.selected, state.filterText, state.filterKind], (state) => {
        const ids = shownIds()
        const count = ids.filter((id) => state.selected.has(id)).length
        const work = workIds()
        const all = count !== 0 && work.every((id) => state.selected.has(id))
        box.checked = all
        box.indeterminate = count !== 0 && !all
        box.disabled = state.rows.some(isAtWork) || (count === 0 && work.length === 0)
        text.textContent = count === 0 ? 'Select all that need work' : `${count} selected`
    }))
}

function rowsView(store: Store, actions: Actions): void {
    const body = byId('rows', HTMLTableSectionElement)
    const views = new Map<string, RowView>()
    let placed = ''
    const viewOf = (row: ServiceRow) => {
        const { id } = row.service
        const view = views.get(id) ?? new RowView(row, actions)
        views.set(id, view)
        return view
    }
    store.subscribe((state) => {
        const ca = chosenCa(state)
        const problem = caProblem(state)
        const running = state.rows.some(isAtWork)
        const shown = state.rows.filter((row) => isShown(row, state))
        for (const row of shown) {
            const { id } = row.service
            viewOf(row).draw({ row, ca, selected: state.selected.has(id), opened: state.opened.has(id), running, problem, expiryDays: state.expiryDays })
        }
        // What failed stands first, once nothing moves any more.
        const ordered = running ? shown : [...shown.filter(hasFailed), ...shown.filter((row) => !hasFailed(row))]
        const order = ordered.map(({ service }) => service.id).join('\n')
        // Moving a row would take the focus out of it: then it waits for the next change.
        if (order === placed || (isSame(order, placed) && (running || body.contains(document.activeElement)))) return
        placed = order
        body.replaceChildren(...ordered.flatMap((row) => viewOf(row).elements))
    })
}

/** The same rows, perhaps in another order. */
function isSame(one: string, other: string): boolean {
    return one.split('\n').sort().join('\n') === other.split('\n').sort().join('\n')
}

/** Where all services stand with the CA; empty while that is not known. */
function overviewOf(state: State): string {
    const read = state.rows.filter(({ entries }) => entries !== null)
    if (chosenCa(state) === null || read.length === 0) return ''
    const failed = state.rows.filter(hasFailed).map(({ service }) => service.name)
    const parts = [`${state.rows.filter(isVerified).length} verified`]
    const waiting = state.rows.filter(({ step }) => step === 'signing').length
    const working = state.rows.filter(isAtWork).length
    if (waiting !== 0) parts.push(`${waiting} waiting for your signature`)
    if (working !== 0) parts.push(`${working} under way`)
    if (failed.length !== 0) parts.push(`${failed.length} failed: ${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ' …' : ''}`)
    return `${countText(state.rows.length, 'service', 'services')}: ${parts.join(', ')}`
}

/** Always in view. It says nothing aloud: what happens is said where it happens. */
function overviewView(store: Store): void {
    const line = byId('overview', HTMLElement)
    // The signer has its own sum below it, and nothing may lie over a button that signs.
    new IntersectionObserver((entries) => line.classList.toggle('at-rest', entries.at(-1)?.isIntersecting === true)).observe(byId('signer-place', HTMLElement))
    store.subscribe(whenChanged((state) => [state.rows, state.ca], (state) => {
        const text = overviewOf(state)
        line.hidden = text === ''
        if (line.textContent !== text) line.textContent = text
    }))
}

/** What has become of the rows of the last press. */
function outcomeOf(started: readonly ServiceRow[]): string {
    const counts = [
        [started.filter(({ step }) => step === 'signing').length, 'to be signed below'],
        [started.filter(isVerified).length, 'verified'],
        [started.filter(({ cancelled }) => cancelled).length, 'cancelled'],
    ] as const
    const parts = counts.filter(([count]) => count !== 0).map(([count, what]) => `${count} ${what}`)
    const failed = started.filter(hasFailed).map(({ service }) => service.name)
    if (failed.length !== 0) parts.push(`${failed.length} failed: ${failed.slice(0, 5).join(', ')}${failed.length > 5 ? ' …' : ''}`)
    return parts.join(', ')
}

/** What the button would do for what is selected. */
function runText(plan: Plan): string {
    const { ready, recoded, occupied, waiting } = plan
    const count = ready.length - waiting.length + recoded.length + occupied.length
    if (count === 0) return waiting.length !== 0 || plan.verified.length === 0 ? 'Verify' : 'Refresh their status'
    return `Verify ${countText(count, 'service', 'services')}`
}

function runView(store: Store, actions: Actions): void {
    const run = byId('run', HTMLButtonElement)
    const cancel = byId('cancel', HTMLButtonElement)
    const bar = byId('run-bar', HTMLProgressElement)
    const note = byId('run-note', HTMLElement)
    const retry = byId('retry-failed', HTMLButtonElement)
    retry.addEventListener('click', () => void actions.services.retryFailed())
    run.addEventListener('click', () => void actions.services.proveSelected())
    cancel.addEventListener('click', () => {
        actions.services.cancelAll()
        run.focus()
    })
    store.subscribe(whenChanged((state) => [state.rows, state.selected, state.started], (state) => {
        const chosen = state.rows.filter(({ service }) => state.selected.has(service.id))
        const started = state.rows.filter(({ service }) => state.started.has(service.id))
        const over = started.filter((row) => !isAtWork(row)).length
        const running = state.rows.some(isAtWork)
        run.textContent = runText(planOf(chosen))
        run.setAttribute('aria-disabled', String(running))
        cancel.hidden = !running
        byId('run-progress', HTMLElement).hidden = !running
        bar.max = Math.max(started.length, 1)
        bar.value = over
        byId('run-count', HTMLElement).textContent = `${over} of ${started.length}`
        const outcome = running ? '' : outcomeOf(started)
        if (note.textContent !== outcome) note.textContent = outcome
        const failed = state.rows.filter(hasFailed).length
        retry.hidden = running || failed < 2
        retry.textContent = `Try all ${failed} that failed again`
    }))
}

export function servicesView(store: Store, actions: Actions): void {
    filtersView(store, actions)
    selectAllView(store, actions)
    rowsView(store, actions)
    questionView(store, actions)
    runView(store, actions)
    overviewView(store)
    const empty = byId('services-empty', HTMLElement)
    const say = saying(byId('services-error', HTMLElement))
    const sayRun = saying(byId('run-error', HTMLElement))
    store.subscribe(whenChanged((state) => [state.access, state.listing, state.rows, state.subscriptions, state.subscription, state.filterText,
        state.filterKind, state.ca, state.listError, state.runError], (state) => {
        const text = emptyText(state)
        if (empty.textContent !== text) empty.textContent = text
        empty.hidden = text === ''
        const given = state.access.status === 'given'
        byId('services', HTMLElement).hidden = !given && state.rows.length === 0
        for (const id of ['table', 'bar', 'services-count']) byId(id, HTMLElement).hidden = state.rows.length === 0
        const count = countOf(state)
        const place = byId('services-count', HTMLElement)
        if (place.textContent !== count) place.textContent = count
        say(state.listError)
        sayRun(state.runError)
    }))
}
