import { byId } from '../../page/elements'
import { needsWork } from '../run/plan'
import { isAtWork } from '../run/state'
import { caProblem, chosenCa, isAskedForCa, requestsOf, type State, type Store } from '../state'

/** What a person is waited for, in the order of the way. */
const stages = ['cloud', 'access', 'ca', 'signer', 'choice', 'services', 'sign'] as const
type Stage = (typeof stages)[number]

/** null: something is under way, or nothing is left to do. */
function stageOf(state: State): Stage | null {
    const { cloud, access, renewing, ca, question, listing, rows } = state
    if (cloud === null) return 'cloud'
    if (access.status === 'asking') return null
    if (access.status === 'none' || access.refused || renewing) return 'access'
    if (isAskedForCa(state)) return 'signer'
    if (ca.status === 'empty' || ca.status === 'failed') return 'ca'
    if (ca.status === 'reading') return null
    if (chosenCa(state) === null) return 'choice'
    if (ca.findings === null) return null
    if (caProblem(state) !== null || question !== null || listing || rows.some((row) => isAtWork(row) || row.entries === null)) return null
    if (requestsOf(state).length !== 0) return 'sign'
    return rows.some(needsWork) ? 'services' : null
}

function targetOf(stage: Stage): HTMLElement | null {
    switch (stage) {
        case 'cloud': return byId('cloud', HTMLElement)
        case 'access': return byId(byId('sign-in', HTMLElement).hidden ? 'token' : 'sign-in', HTMLElement)
        case 'ca': return byId('ca-file', HTMLElement)
        case 'choice': return document.querySelector('input[name=ca-choice]')
        case 'services': return byId('run', HTMLElement)
        case 'signer':
        case 'sign': return byId('sign-title', HTMLElement)
    }
}

/** Drawn anew, a choice is another element. */
function isSame(one: Element | null, other: Element | null): boolean {
    const name = (element: Element | null) => element instanceof HTMLInputElement ? element.name : ''
    return one === other || (name(one) !== '' && name(one) === name(other))
}

/** To what is wanted next, with the heading above it in view. */
export function goTo(target: HTMLElement): void {
    target.focus({ preventScroll: true })
    const section = target.closest('.step') ?? target
    const { top } = section.getBoundingClientRect()
    const { bottom } = (target.matches('.visually-hidden') ? section : target).getBoundingClientRect()
    if (top < 0 || bottom > innerHeight) section.scrollIntoView({ block: 'start' })
}

/**
 * Focus and view go on by themselves when a step is done: from where it was done, and from nowhere, but not from where a person has gone
 * meanwhile. The last of the views: what it leads to has to be there.
 */
export function nextView(store: Store): void {
    let last = stageOf(store.state)
    /** Where the focus was when the last step was done; undefined while it is not. */
    let from: Element | null | undefined
    /** What was pressed to do the step: until the press shows in the state, the person may have gone on. */
    let pressed: HTMLElement | null = null
    document.addEventListener('click', ({ target }) => {
        const wanted = last === null ? null : targetOf(last)
        if (wanted !== null && target instanceof Node && wanted.contains(target)) pressed = wanted
    }, { capture: true })
    store.subscribe((state) => {
        const stage = stageOf(state)
        if (stage === last) {
            from = undefined
            return
        }
        const { activeElement } = document
        if (from === undefined) from = pressed ?? activeElement
        pressed = null
        if (stage === null) return
        // Back to the token only where work waits for it.
        const isOn = last === null || stages.indexOf(stage) > stages.indexOf(last) || (stage === 'access' && state.rows.some(isAtWork))
        // The token's form goes away when it has done its work, and leaves the focus there.
        const isThere = isSame(activeElement, from) || activeElement === null || activeElement === document.body || activeElement.id === 'forget'
            || !activeElement.checkVisibility()
        const target = targetOf(stage)
        last = stage
        from = undefined
        if (isOn && isThere && target !== null) goTo(target)
    })
}
