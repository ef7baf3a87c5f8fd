import type { CoreError, Field, Finding } from '../core/protocol'
import { text } from '../texts/catalogue'
import { sentence } from '../texts/sentences'
import { caIsInKeyFile, isOtherCa, needsConfirmation, signingCa } from './inputs'
import type { State } from './state'
import { unsigned } from './unsigned'

/** What stands beside a field. The words are the core's, translated; only of a field that was left empty the page speaks itself. */
export interface Message {
    readonly message: string
    readonly hint: string
    /** Where it is not the page's: see `sentence`. */
    readonly lang?: string
    /** Of an error that has one. */
    readonly code?: string | null | undefined
}

/** The places for errors: a field, or the form as a whole. */
export type Place = 'code' | 'key' | 'password' | 'ca' | 'validity' | 'form'

const placeOf: Readonly<Record<Field, Place>> = {
    verificationCode: 'code', privateKey: 'key', password: 'password', caCertificate: 'ca', validity: 'validity',
    subjectKey: 'form', now: 'form',
}

function own(name: 'missing.key' | 'missing.ca' | 'codes.none' | 'code.unconfirmed'): Message {
    return { message: text(name), hint: text(`${name}.hint`) }
}

function isAt(place: Place, { field }: { readonly field: Field | null }): boolean {
    return (field === null ? 'form' : placeOf[field]) === place
}

function failures(state: State, place: Place): readonly Finding[] {
    const findings = place === 'code' ? state.codeChecks.map(({ finding }) => finding) : state.checked?.findings ?? []
    return findings.filter((finding) => finding.status === 'fail' && isAt(place, finding))
}

function failureAt({ failure }: State, place: Place): readonly CoreError[] {
    return failure !== null && isAt(place, failure) ? [failure] : []
}

/** Of a list: how many a press of the button can make. */
export function usableCodes({ requests, codeChecks }: State): number {
    return (requests?.entries.length ?? 0) - codeChecks.filter(({ finding }) => finding.status === 'fail').length
}

function otherCa(state: State): readonly CoreError[] {
    const wanted = state.requests?.ca
    const ca = signingCa(state)
    if (!wanted || ca === undefined || !isOtherCa(wanted, ca)) return []
    return [unsigned.otherCa(wanted.subject ?? wanted.sha256 ?? wanted.sha1 ?? 'the one of its certificate')]
}

/** An empty field is no error until the button was pressed. */
function ofTheFieldItself(state: State, place: Place): readonly Message[] {
    const { key, ca, attempted } = state
    switch (place) {
        case 'code':
            if (state.requestsError !== null) return [state.requestsError]
            if (state.requests !== null && usableCodes(state) === 0) return [own('codes.none')]
            if (attempted && needsConfirmation(state) && !state.confirmed) return [own('code.unconfirmed')]
            return state.requests !== null || ((state.code.trim() === '' || state.isTyping) && !attempted) ? [] : failures(state, place)
        case 'key':
            if (key.status === 'failed') return [key.error]
            return key.status === 'empty' && attempted ? [own('missing.key')] : failures(state, place)
        case 'password':
            return key.status === 'locked' && (attempted || key.error.category === 'wrong-password') ? [key.error] : []
        case 'ca':
            if (ca.status === 'failed') return [ca.error]
            if (ca.status === 'empty' && !caIsInKeyFile(state)) {
                return attempted && (key.status === 'empty' || key.status === 'loaded') ? [own('missing.ca')] : []
            }
            return [...otherCa(state), ...failures(state, place)]
        default: return failures(state, place)
    }
}

export function errorsAt(state: State, place: Place): readonly Message[] {
    const all = [...ofTheFieldItself(state, place), ...failureAt(state, place)].map((each) => ({ ...sentence(each), code: each.code }))
    return all.filter(({ message }, index) => all.findIndex((other) => other.message === message) === index)
}

/** Top to bottom, as on the page. */
export const places: readonly Place[] = ['code', 'key', 'password', 'ca', 'validity', 'form']

export function firstErrorPlace(state: State): Place | undefined {
    return places.find((place) => errorsAt(state, place).length !== 0)
}
