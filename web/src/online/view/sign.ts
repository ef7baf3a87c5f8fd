import { byId, element } from '../../page/elements'
import type { Actions } from '../actions'
import { hasFailed, isVerified } from '../run/plan'
import type { ServiceRow, SignRequest } from '../run/state'
import { chosenCa, isAskedForCa, requestsOf, type State, type Store } from '../state'
import { joined, spoken, text } from '../texts/say'
import { saying, whenChanged } from './said'
import { failedText } from './rows'

function hintText(state: State, waiting: readonly SignRequest[]): string {
    const { rows, access } = state
    if (waiting.length !== 0) {
        return text('sign.waits', { count: waiting.length })
    }
    if (isAskedForCa(state)) return text('sign.pfx')
    if (rows.some(({ done }) => done.length !== 0)) return text('sign.none')
    return text(access.status === 'given' ? 'sign.later' : 'sign.end')
}

function verifiedText(started: readonly ServiceRow[]): string {
    return text('sum', { done: started.filter(isVerified).length, count: started.length })
}

/** Where the eye is when the last certificate was signed. */
function sumText(started: readonly ServiceRow[]): string {
    if (started.length === 0) return ''
    const failed = started.filter(hasFailed).map(({ service }) => service.name)
    const parts = [verifiedText(started)]
    if (failed.length !== 0) parts.push(failedText(failed, 5))
    return joined(parts)
}

/** Short ones for services, each the same for as long as the page lives: what was signed before a list came anew finds its row. */
class Ids {
    readonly #services: string[] = []

    of(service: string): string {
        const place = this.#services.indexOf(service)
        return String(place === -1 ? this.#services.push(service) : place + 1)
    }

    serviceOf(id: string | null): string | null {
        return this.#services[Number(id) - 1] ?? null
    }
}

/**
 * The signer in its frame. It is made once and never moved, as a frame that is moved loads anew and would lose the key.
 */
export function signView(store: Store, actions: Actions): void {
    const place = byId('signer-place', HTMLElement)
    const hint = byId('sign-hint', HTMLElement)
    const sayResponse = saying(byId('response-error', HTMLElement))
    const response = byId('response-file', HTMLInputElement)
    const signer = element('popcert-signer', '')
    signer.src = 'signer.html'
    signer.setAttribute('mode', 'ca')  // before there are codes it is shown for its certificate
    const otherVersion = byId('signer-version', HTMLElement)
    signer.addEventListener('popcert-ready', ({ detail: { version } }) => {
        otherVersion.textContent = version === POPCERT_VERSION ? '' : text('sign.version', { other: version.slice(0, 20), own: POPCERT_VERSION })
    })
    // Resource ids may be longer than the ids that the frame takes; it would take none of the codes then.
    const ids = new Ids()
    signer.addEventListener('popcert-created', ({ detail: { id, certificate } }) => {
        const service = ids.serviceOf(id)
        if (service !== null) void actions.run.handIn(service, certificate.der)
    })
    signer.addEventListener('popcert-ca-certificate', ({ detail: { octets } }) => {
        void actions.ca.load(new Blob([octets as Uint8Array<ArrayBuffer>]), text('from.signer'))
    })

    byId('export', HTMLElement).addEventListener('click', () => actions.files.save())
    response.addEventListener('click', () => { response.value = '' })
    response.addEventListener('change', () => {
        const file = response.files?.[0]
        if (file !== undefined) void actions.files.take(file)
    })

    const sum = byId('sum', HTMLElement)
    store.subscribe(whenChanged(({ rows, started }) => [rows, started], ({ rows, started }) => {
        const ofRun = rows.filter(({ service }) => started.has(service.id))
        const line = sumText(ofRun)
        if (sum.textContent !== line) sum.textContent = line
        document.title = line === '' ? text('page.title') : `${verifiedText(ofRun)} · popcert`
    }))

    store.subscribe(whenChanged(() => [], ({ language }) => { signer.language = language }))
    let requested = ''
    store.subscribe(whenChanged((state) => [state.rows, state.ca, state.signerShown, state.access], (state) => {
        const waiting = requestsOf(state)
        // Once there it stays in sight: the key may be in it.
        if ((state.signerShown || waiting.length !== 0) && !signer.isConnected) place.append(signer)
        place.hidden = !signer.isConnected
        const line = hintText(state, waiting)
        if (hint.textContent !== line) hint.textContent = line

        const requests = waiting.map(({ id, verificationCode, label }) => ({ id: ids.of(id), verificationCode, label }))
        const now = JSON.stringify(requests)
        if (now === requested) return
        requested = now
        signer.requests = requests
    }))
    let given: string | null = null
    store.subscribe(whenChanged(({ ca }) => [ca], (state) => {
        const ca = chosenCa(state)
        if (ca?.sha256 === given) return
        given = ca?.sha256 ?? null
        signer.caCertificate = ca?.pem ?? null
    }))
    store.subscribe(whenChanged((state) => [state.responseError, state.responseNote, state.rows], (state) => {
        sayResponse(state.responseError)
        byId('response-note', HTMLElement).textContent = state.responseNote === null ? '' : spoken(state.responseNote)
        byId('export', HTMLElement).setAttribute('aria-disabled', String(requestsOf(state).length === 0))
    }))
}
