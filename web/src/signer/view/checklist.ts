import type { CoreError, Finding } from '../../core/protocol'
import { byId, element, hiddenText, icon, type IconName } from '../../page/elements'
import { text } from '../../texts/catalogue'
import { sentence } from '../../texts/sentences'
import { usableCodes } from '../errors'
import { caIsInKeyFile } from '../inputs'
import type { State, Store } from '../state'

interface Line {
    readonly status: IconName
    readonly message: string
    readonly hint: string
    readonly lang?: string
}

function open(name: 'code' | 'key' | 'key.reading' | 'key.locked' | 'ca' | 'ca.reading'): Line {
    return { status: 'open', message: text(`open.${name}`), hint: '' }
}

function failed(name: 'key' | 'ca', error: CoreError): Line {
    return { status: 'fail', message: text(`named.${name}`, sentence(error)), hint: '' }
}

function lineOf(finding: Finding): Line {
    return { status: finding.status, ...sentence(finding) }
}

/** The files' own lines, as long as the core's checklist cannot have them. */
function linesOfFiles(state: State): readonly Line[] {
    const { key, ca } = state
    const lines: Line[] = []
    if (key.status === 'empty') lines.push(open('key'))
    if (key.status === 'reading') lines.push(open('key.reading'))
    if (key.status === 'locked') lines.push(open('key.locked'))
    if (key.status === 'failed') lines.push(failed('key', key.error))
    if (ca.status === 'empty' && !caIsInKeyFile(state)) lines.push(open('ca'))
    if (ca.status === 'reading') lines.push(open('ca.reading'))
    if (ca.status === 'failed') lines.push(failed('ca', ca.error))
    return lines
}

/** What is wrong with a code of a list stands beside it. */
function lineOfList(state: State): Line {
    const all = state.requests?.entries.length ?? 0
    const usable = usableCodes(state)
    if (usable === all) return { status: 'pass', message: all === 1 ? text('codes.good') : text('codes.all.good', { count: all }), hint: '' }
    return {
        status: usable === 0 ? 'fail' : 'warn', message: all === 1 ? text('codes.bad') : text('codes.some.bad', { bad: all - usable, count: all }),
        hint: text('codes.some.bad.hint'),
    }
}

function linesOf(state: State): readonly Line[] {
    const findings = state.checked?.findings ?? []
    const code: readonly Line[] = state.requests !== null ? [lineOfList(state)]
        : state.code.trim() === '' || (state.isTyping && !state.attempted) ? [open('code')]
        : state.codeChecks.map(({ finding }) => lineOf(finding))
    // An open question needs no answer yet: the period is decided last.
    const nothingYet = state.requests === null && state.code.trim() === '' && state.key.status === 'empty' && state.ca.status === 'empty'
    const rest = nothingYet ? [] : findings.map(lineOf)
    return [...code, ...linesOfFiles(state), ...rest]
}

function itemOf({ status, message, hint, lang = '' }: Line): HTMLElement {
    const said = element('span', '', message)
    // What failed stands beside its field too, with the hint.
    if (hint !== '' && status === 'warn') said.append(' ', element('span', 'hint', hint))
    if (lang !== '') said.lang = lang
    return element('li', status, icon(status), element('span', '', hiddenText(`${text(`said.${status}`)} `), said))
}

/** What failed or needs a look stands first. */
const order: readonly IconName[] = ['fail', 'warn', 'open', 'pass']

/** All of it in one line; what went wrong is unfolded. */
export function checklistView(store: Store): void {
    const fold = byId('checks', HTMLDetailsElement)
    const summary = byId('checks-summary', HTMLElement)
    const list = byId('checklist', HTMLElement)
    let shown = ''
    let wasBad = false
    store.subscribe((state) => {
        const lines = [...linesOf(state)].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
        const all = lines.map(({ status, message, hint }) => `${status} ${message} ${hint}`).join('\n')
        if (all === shown) return
        shown = all
        const worst = lines[0]?.status ?? 'open'
        const good = lines.filter(({ status }) => status === 'pass').length
        fold.hidden = good === 0 && worst === 'open'
        const isBad = worst === 'fail' || worst === 'warn'
        if (isBad !== wasBad) fold.open = isBad
        wasBad = isBad
        summary.replaceChildren(icon(worst), good === lines.length ? text('checks.all', { count: good }) : text('checks.some', { good, count: lines.length }))
        list.replaceChildren(...lines.map(itemOf))
    })
}
