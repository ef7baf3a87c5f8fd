import { byId, element } from '../../page/elements'
import type { Actions } from '../actions'
import { hasFailed, isReadOnly, isVerified, needsWork, planOf, type Plan } from '../run/plan'
import { isAtWork, type ServiceRow } from '../run/state'
import { caProblem, chosenCa, isAskedForCa, isShown, type State, type Store } from '../state'
import { joined, text } from '../texts/say'
import { pageText } from '../texts/shared'
import { goTo } from './next'
import { questionView } from './question'
import { failedText, RowView } from './rows'
import { saying, whenChanged } from './said'

function emptyText(state: State): string {
    const { access, listing, rows, subscriptions, subscription } = state
    if (access.status !== 'given') return text('list.access')
    if (listing && rows.length === 0) return pageText('file.reading')
    if (subscriptions !== null && subscriptions.length === 0) return text('list.no.subscription')
    if (rows.length === 0) return text(subscription === '' ? 'list.none.all' : 'list.none')
    // The signer stands below, and is what comes first.
    return isAskedForCa(state) ? text('list.after.ca', { services: text('services', { count: rows.length }) }) : ''
}

function countOf(state: State): string {
    const shown = state.rows.filter((row) => isShown(row, state)).length
    const all = text('services', { count: state.rows.length })
    const parts = [shown === state.rows.length ? all : text('list.shown', { shown, services: all })]
    if (state.listing) parts.push(text('list.reading'))
    return parts.join(' · ')
}

function filtersView(store: Store, actions: Actions): void {
    const subscription = byId('subscription', HTMLSelectElement)
    const words = byId('filter-text', HTMLInputElement)
    const kind = byId('filter-kind', HTMLSelectElement)
    subscription.addEventListener('change', () => void actions.services.chooseSubscription(subscription.value))
    byId('reload', HTMLElement).addEventListener('click', () => void actions.services.list())
    const days = byId('expiry-days', HTMLInputElement)
    days.value = String(store.state.expiryDays)
    days.addEventListener('input', () => {
        if (days.value !== '' && days.checkValidity()) actions.services.setExpiryDays(Math.floor(days.valueAsNumber))
    })
    words.addEventListener('input', () => actions.services.filterBy({ filterText: words.value }))
    kind.addEventListener('change', () => {
        const { value } = kind
        actions.services.filterBy({ filterKind: value === 'DPS' || value === 'IoTHub' ? value : '' })
    })
    store.subscribe(whenChanged(({ subscriptions }) => [subscriptions], ({ subscriptions }) => {
        const all = subscriptions ?? []
        const options = all.map(({ id, name, state }) => [id, state === 'Enabled' ? name : `${name} (${state})`] as const)
        if (all.length > 1) options.unshift(['', text('subscriptions.all', { count: all.length })])
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
    const label = byId('select-all-text', HTMLElement)
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
        label.textContent = count === 0 ? text('select.work') : text('select.count', { count })
    }))
}

function rowsView(store: Store, actions: Actions): void {
    const body = byId('rows', HTMLTableSectionElement)
    const views = new Map<string, RowView>()
    let placed = ''
    let spoken = store.state.language
    const viewOf = (row: ServiceRow) => {
        const { id } = row.service
        const view = views.get(id) ?? new RowView(row, actions)
        views.set(id, view)
        return view
    }
    store.subscribe((state) => {
        if (state.language !== spoken) {
            spoken = state.language
            views.clear()
            placed = ''
        }
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
    if (chosenCa(state) === null || caProblem(state) !== null || read.length === 0) return ''
    const failed = state.rows.filter(hasFailed).map(({ service }) => service.name)
    const parts = [text('sum.verified', { count: state.rows.filter(isVerified).length })]
    const waiting = state.rows.filter(({ step }) => step === 'signing').length
    const working = state.rows.filter(isAtWork).length
    if (waiting !== 0) parts.push(text('sum.signature', { count: waiting }))
    if (working !== 0) parts.push(text('sum.working', { count: working }))
    const cancelled = state.rows.filter((row) => row.cancelled).length
    if (cancelled !== 0) parts.push(text('sum.cancelled', { count: cancelled }))
    const readOnly = state.rows.filter((row) => isReadOnly(row) && !isVerified(row)).length
    if (readOnly !== 0) parts.push(text('sum.read.only', { count: readOnly }))
    if (state.rows.some(({ waitsForToken }) => waitsForToken)) parts.push(text('sum.token'))
    if (failed.length !== 0) parts.push(failedText(failed, 3))
    return text('overview', { services: text('services', { count: state.rows.length }), parts: joined(parts) })
}

/**
 * The one sum that is seen, always in view: at the bottom above its place, at the top below it. It says nothing aloud: what happens is
 * said where it happens, for those who do not see it.
 */
function overviewView(store: Store): void {
    const line = byId('overview', HTMLElement)
    // Its place is under the signer: nothing may lie over a button that signs.
    new IntersectionObserver((entries) => line.classList.toggle('at-rest', entries.at(-1)?.isIntersecting === true)).observe(byId('signer-place', HTMLElement))
    store.subscribe(whenChanged((state) => [state.rows, state.ca], (state) => {
        const sum = overviewOf(state)
        line.hidden = sum === ''
        if (line.textContent !== sum) line.textContent = sum
    }))
}

/** What has become of the rows of the last press. */
function outcomeOf(started: readonly ServiceRow[]): string {
    const counts = [
        [started.filter(({ step }) => step === 'signing').length, 'sum.sign'],
        [started.filter(isVerified).length, 'sum.verified'],
        [started.filter(({ cancelled }) => cancelled).length, 'sum.cancelled'],
    ] as const
    const parts = counts.filter(([count]) => count !== 0).map(([count, key]) => text(key, { count }))
    const failed = started.filter(hasFailed).map(({ service }) => service.name)
    if (failed.length !== 0) parts.push(failedText(failed, 5))
    return joined(parts)
}

/** What the button would do for what is selected; all: how many that are, of which some need nothing that it does. */
function runText(plan: Plan, all: number): string {
    const { ready, recoded, occupied, waiting } = plan
    const count = ready.length - waiting.length + recoded.length + occupied.length
    if (count === 0) return text(waiting.length !== 0 || plan.verified.length + plan.readOnly.length === 0 ? 'run' : 'run.status')
    return count === all ? text('run.count', { count }) : text('run.some', { count, all })
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
        // What was pressed stands there until it is done, and does not count down.
        run.textContent = running && started.length !== 0 ? text('run.count', { count: started.length }) : runText(planOf(chosen), chosen.length)
        run.setAttribute('aria-disabled', String(running))
        cancel.hidden = !running
        byId('run-progress', HTMLElement).hidden = !running || started.length === 0  // what is only read has its bar in its row
        bar.max = Math.max(started.length, 1)
        bar.value = over
        byId('run-count', HTMLElement).textContent = text('run.over', { done: over, count: started.length })
        const outcome = running ? '' : outcomeOf(started)
        if (note.textContent !== outcome) note.textContent = outcome
        const failed = state.rows.filter(hasFailed).length
        retry.hidden = running || failed < 2
        retry.textContent = text('run.retry', { count: failed })
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
    const runProblem = byId('run-error', HTMLElement)
    const sayRun = saying(runProblem)
    // What it points at is off-screen.
    const toCa = element('button', 'text-button')
    toCa.type = 'button'
    toCa.addEventListener('click', () => goTo(byId('ca-file', HTMLElement)))
    store.subscribe(whenChanged((state) => [state.access, state.listing, state.rows, state.subscriptions, state.subscription, state.filterText,
        state.filterKind, state.ca, state.signerShown, state.listError, state.runError], (state) => {
        const line = emptyText(state)
        if (empty.textContent !== line) empty.textContent = line
        empty.hidden = line === ''
        const given = state.access.status === 'given'
        byId('services', HTMLElement).hidden = (!given && state.rows.length === 0) || (isAskedForCa(state) && state.rows.length !== 0 && state.listError === null)
        for (const id of ['table', 'bar', 'services-count', 'filters']) byId(id, HTMLElement).hidden = state.rows.length === 0
        const count = countOf(state)
        const place = byId('services-count', HTMLElement)
        if (place.textContent !== count) place.textContent = count
        say(state.listError)
        sayRun(state.runError)
        toCa.textContent = text('yours')
        const isOfCa = state.runError !== null && (chosenCa(state) === null || caProblem(state) !== null)
        if (isOfCa && !toCa.isConnected) runProblem.querySelector('p > span')?.append(' ', toCa)
    }))
}
