import { byId, element } from '../../page/elements'
import { copyText } from '../../page/hand-out'
import type { Actions } from '../actions'
import type { AccessFacts } from '../cloud/model'
import { doneCount, type State, type Store } from '../state'
import { spoken, text } from '../texts/say'
import { pageText } from '../texts/shared'
import { saying, whenChanged } from './said'

const minute = 60_000

function remainingText(expires: Date | null): string {
    if (expires === null) return text('token.endless')
    const minutes = Math.floor((expires.getTime() - Date.now()) / minute)
    if (minutes < 1) return text(expires.getTime() > Date.now() ? 'token.last' : 'token.over')
    return minutes < 120 ? text('token.minutes', { count: minutes }) : text('token.hours', { count: Math.floor(minutes / 60) })
}

function identityText({ name, tenant, audience, expires, origin }: AccessFacts, refused: boolean): string {
    const who = name ?? text(origin === 'demo' ? 'token.of.demo' : 'token.nameless')
    const parts = [who, tenant === null ? '' : text('token.tenant', { tenant }), audience === null ? '' : text('token.for', { audience }),
        refused ? text('token.refused') : remainingText(expires)]
    return parts.filter((part) => part !== '').join(' · ')
}

function choiceView(store: Store, actions: Actions): void {
    const select = byId('cloud', HTMLSelectElement)
    const custom = byId('custom', HTMLElement)
    const management = byId('custom-management', HTMLInputElement)
    const login = byId('custom-login', HTMLInputElement)
    const say = saying(byId('cloud-error', HTMLElement), [management])

    select.addEventListener('change', () => { custom.hidden = select.value !== 'custom' })
    byId('cloud-use', HTMLElement).addEventListener('click', () => {
        if (select.value === 'custom') actions.access.useCustomCloud(management.value, login.value)
        else actions.access.useCloud(select.value)
        if (store.state.cloud === null) management.focus()
    })
    byId('cloud-change', HTMLElement).addEventListener('click', () => location.reload())  // the policy that was narrowed stays until the page goes

    store.subscribe(whenChanged(({ clouds }) => [clouds], ({ clouds }) => {
        const chosen = select.value
        const options = clouds.map(({ id, name }) => [id, name] as const)
        select.replaceChildren(...[...options, ['custom', text('cloud.other')] as const].map(([value, name]) => {
            const option = element('option', '', name)
            option.value = value
            return option
            if (chosen !== '') select.value = chosen
    }))
    }))
    store.subscribe(whenChanged(({ cloud, cloudError }) => [cloud, cloudError], ({ cloud, cloudError }) => {
        byId('cloud-choice', HTMLElement).hidden = cloud !== null
        byId('cloud-settled', HTMLElement).hidden = cloud === null
        byId('cloud-name', HTMLElement).textContent = cloud?.name ?? ''
        byId('cloud-endpoint', HTMLElement).textContent = cloud?.managementEndpoint ?? ''
        say(cloudError)
    }))
}

/** Signing in, or a token; then one line about whose it is. */
export function cloudView(store: Store, actions: Actions): void {
    choiceView(store, actions)
    const token = byId('token', HTMLInputElement)
    const command = byId('token-command', HTMLElement)
    const copy = byId('token-copy', HTMLButtonElement)
    const signIn = byId('sign-in', HTMLButtonElement)
    const identity = byId('identity-text', HTMLElement)
    const say = saying(byId('access-error', HTMLElement), [token])

    const use = () => {
        const { value } = token
        token.value = ''  // it has no business on the page
        actions.useToken(value)
        const { access } = store.state
        if (access.status !== 'given' || access.refused) token.focus()
        else if (document.activeElement === document.body) byId('forget', HTMLElement).focus()
    }
    byId('token-form', HTMLFormElement).addEventListener('submit', (event) => {
        event.preventDefault()
        use()
    })
    copy.addEventListener('click', async () => {
        const box = element('textarea', 'visually-hidden')
        box.value = store.state.tokenCommand
        document.body.append(box)
        copy.textContent = await copyText(box.value, box) ? pageText('copied') : text('select.it')
        box.remove()
        setTimeout(() => { copy.textContent = pageText('copy.short') }, 2000)
    })
    signIn.addEventListener('click', () => void actions.signIn())
    const ask = byId('forget-ask', HTMLElement)
    const forget = () => {
        ask.hidden = true
        actions.forget()
        token.focus()
    }
    byId('forget', HTMLElement).addEventListener('click', () => {
        if (doneCount(store.state) <= store.state.savedDone) return forget()
        ask.hidden = false
        byId('forget-no', HTMLElement).focus()
    })
    byId('forget-yes', HTMLElement).addEventListener('click', forget)
    byId('forget-no', HTMLElement).addEventListener('click', () => {
        ask.hidden = true
        byId('forget', HTMLElement).focus()
    })
    byId('demo-token', HTMLElement).addEventListener('click', () => actions.useDemoToken())

    // Whoever comes back to this page need not be who left it.
    addEventListener('pagehide', () => {
        token.value = ''
        actions.forget()
    })

    const drawIdentity = ({ access }: State) => {
        const line = access.status === 'given' ? identityText(access.facts, access.refused) : ''
        if (identity.textContent !== line) identity.textContent = line
    }
    setInterval(() => drawIdentity(store.state), minute / 2)
    store.subscribe(whenChanged((state) => [state.cloud, state.access, state.accessError, state.signInNote, state.emulator, state.renewing], (state) => {
        const { cloud, access, accessError } = state
        byId('emulator', HTMLElement).hidden = !state.emulator
        const satisfied = access.status === 'given' && !access.refused && !state.renewing
        byId('demo-token', HTMLElement).hidden = !state.demoToken || satisfied
        byId('access', HTMLElement).hidden = cloud === null || satisfied
        byId('identity', HTMLElement).hidden = access.status !== 'given'
        signIn.hidden = cloud === null || state.signInNote !== null
        signIn.setAttribute('aria-disabled', String(access.status === 'asking'))
        signIn.textContent = text(access.status === 'asking' ? 'sign.in.waits' : 'sign.in')
        byId('sign-in-note', HTMLElement).textContent = state.signInNote === null ? '' : spoken(state.signInNote)
        command.textContent = state.tokenCommand
        drawIdentity(state)
        say(accessError)
    }))
}
