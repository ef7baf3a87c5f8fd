import { usableCodes } from '../errors'
import { caIsInKeyFile } from '../inputs'
import type { State, Store } from '../state'
import { byId, element, hiddenText, icon, type IconName } from './elements'

interface Line {
    readonly status: IconName
    readonly message: string
    readonly hint: string
}

const spoken: Readonly<Record<IconName, string>> = { pass: 'Passed: ', warn: 'Warning: ', fail: 'Failed: ', open: 'Open: ' }

function open(message: string): Line {
    return { status: 'open', message, hint: '' }
}

/** The files' own lines, as long as the core's checklist cannot have them. */
function linesOfFiles(state: State): readonly Line[] {
    const { key, ca } = state
    const lines: Line[] = []
    if (key.status === 'empty') lines.push(open('The private key is still to be chosen.'))
    if (key.status === 'reading') lines.push(open('The private key is being read.'))
    if (key.status === 'locked') lines.push(open('The private key waits for its password.'))
    if (key.status === 'failed') lines.push({ status: 'fail', message: `Private key: ${key.error.message}`, hint: '' })
    if (ca.status === 'empty' && !caIsInKeyFile(state)) lines.push(open('The CA certificate is still to be chosen.'))
    if (ca.status === 'reading') lines.push(open('The CA certificate is being read.'))
    if (ca.status === 'failed') lines.push({ status: 'fail', message: `CA certificate: ${ca.error.message}`, hint: '' })
    return lines
}

/** What is wrong with a code of a list stands beside it. */
function lineOfList(state: State): Line {
    const all = state.requests?.entries.length ?? 0
    const usable = usableCodes(state)
    if (usable === all) return { status: 'pass', message: all === 1 ? 'The code can be signed.' : `All ${all} codes can be signed.`, hint: '' }
    return {
        status: usable === 0 ? 'fail' : 'warn', message: all === 1 ? 'The code cannot be signed.' : `${all - usable} of ${all} codes cannot be signed.`,
        hint: 'Beside each stands why; the others can be signed.',
    }
}

function linesOf(state: State): readonly Line[] {
    const findings = state.checked?.findings ?? []
    const code: readonly Line[] = state.requests !== null ? [lineOfList(state)]
        : state.code.trim() === '' ? [open('The verification code is still to be entered.')]
        : findings.filter(({ id }) => id === 'code')
    // An open question needs no answer yet: the period is decided last.
    const nothingYet = state.requests === null && state.code.trim() === '' && state.key.status === 'empty' && state.ca.status === 'empty'
    const rest = nothingYet ? [] : findings.filter(({ id }) => id !== 'code')
    return [...code, ...linesOfFiles(state), ...rest]
}

function itemOf({ status, message, hint }: Line): HTMLElement {
    const text = element('span', '', hiddenText(spoken[status]), message)
    // What failed stands beside its field too, with the hint.
    if (hint !== '' && status === 'warn') text.append(' ', element('span', 'hint', hint))
    return element('li', status, icon(status), text)
}

export function checklistView(store: Store): void {
    const list = byId('checklist', HTMLElement)
    let shown = ''
    store.subscribe((state) => {
        const lines = linesOf(state)
        const text = lines.map(({ status, message, hint }) => `${status} ${message} ${hint}`).join('\n')
        if (text === shown) return
        shown = text
        list.replaceChildren(...lines.map(itemOf))
    })
}
