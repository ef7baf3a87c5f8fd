import { errorsAt, usableCodes } from './errors'
import { isMismatch, keysIn, needsConfirmation, signingCa } from './inputs'
import type { State } from './state'

/** What has to be given before the button can be pressed, in the order of the page. */
export type Row = 'code' | 'key' | 'ca'

/** Given, and nothing is wrong with it. */
export function isDone(state: State, row: Row): boolean {
    switch (row) {
        case 'code':
            if (errorsAt(state, 'code').length !== 0) return false
            return state.requests === null ? state.codeChecks[0]?.finding.status === 'pass' && state.code.trim() !== '' && !needsConfirmation(state)
                : state.codeChecks.length !== 0 && usableCodes(state) !== 0
        case 'key': return state.checked !== null && keysIn(state.key).length !== 0 && errorsAt(state, 'key').length === 0
        case 'ca': return state.checked !== null && signingCa(state) !== undefined && errorsAt(state, 'ca').length === 0 && !isMismatch(state)
    }
}

/** null: all is there. */
export function nextRow(state: State): Row | null {
    return (['code', 'key', 'ca'] as const).find((row) => !isDone(state, row)) ?? null
}
