import { byId, element } from '../../signer/view/elements'
import { copyText } from '../../signer/hand-out'
import type { Actions } from '../actions'
import { whenChanged, type Identity, type State, type Store } from '../state'
import { saying } from './said'

const minute = 60_000

function remainingText(expires: Date | null): string {
    if (expires === null) return 'when it expires is not said'
    const minutes = Math.floor((expires.getTime() - Date.now()) / minute)
    if (minutes < 1) return expires.getTime() > Date.now() ? 'expires within a minute' : 'expired'
    return minutes < 120 ? `expires in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` : `expires in ${Math.floor(minutes / 60)} hours`
}

function identityText({ who, tenant, audience, expires }: Identity): string {
    const parts = [who, tenant === '' ? '' : `tenant ${tenant}`, audience === '' ? '' : `for ${audience}`, remainingText(expires)]
    return parts.filter((part) => part !== '').join(' · ')
}

/** The line that makes a token for this cloud and no other. */
function commandText({ cloud }: State): string {
    return `az account get-access-token --resource ${cloud?.managementEndpoint ?? ''}/ --output json`
}

function choiceView(store: Store, actions: Actions): void {
    const select = byId('cloud', HTMLSelectElement)
    const custom = byId('custom', HTMLElement)
    const management = byId('custom-management', HTMLInputElement)
    const login = byId('custom-login', HTMLInputElement)
    const say = saying(byId('cloud-error', HTMLElement), [management])

    select.addEventListener('change', () => { custom.hidden = select.value !== 'custom' })
    byId('cloud-use', HTMLElement).addEventListener('click', () => {
        if (select.value === 'custom') actions.useCustomCloud(management.value, login.value)
        else actions.useCloud(select.value)
        if (store.state.cloud === null) management.focus()
        else byId('cloud-change', HTMLElement).focus()
    })
    byId('cloud-change', HTMLElement).addEventListener('click', () => actions.startAgain())

    store.subscribe(whenChanged(({ clouds }) => [clouds], ({ clouds }) => {
        const options = clouds.map(({ id, name }) => [id, name] as const)
        select.replaceChildren(...[...options, ['custom', 'Another, by its address'] as const].map(([value, text]) => {
            const option = element('option', '', text)
            option.value = value
            return option
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
        const text = token.value
        token.value = ''  // it has no business on the page
        actions.useToken(text)
        if (store.state.access.status === 'given') byId('forget', HTMLElement).focus()
        else token.focus()
    }
    byId('token-form', HTMLFormElement).addEventListener('submit', (event) => {
        event.preventDefault()
        use()
    })
    copy.addEventListener('click', async () => {
        const box = element('textarea', 'visually-hidden')
        box.value = commandText(store.state)
        document.body.append(box)
        copy.textContent = await copyText(box.value, box) ? 'Copied' : 'Select it'
        box.remove()
        setTimeout(() => { copy.textContent = 'Copy' }, 2000)
    })
    signIn.addEventListener('click', () => void actions.signIn())
    byId('forget', HTMLElement).addEventListener('click', () => {
        actions.forget()
        token.focus()
    })
    byId('demo-token', HTMLElement).addEventListener('click', () => void actions.useDemoToken())

    const drawIdentity = ({ access }: State) => {
        const text = access.status === 'given' ? identityText(access.identity) : ''
        if (identity.textContent !== text) identity.textContent = text
    }
    setInterval(() => drawIdentity(store.state), minute / 2)
    store.subscribe(whenChanged(({ cloud, access, accessError, signIn, emulator }) => [cloud, access, accessError, signIn, emulator], (state) => {
        const { cloud, access, accessError } = state
        byId('emulator', HTMLElement).hidden = !state.emulator
        byId('demo-token', HTMLElement).hidden = access.status === 'given'
        byId('access', HTMLElement).hidden = cloud === null || access.status === 'given'
        byId('identity', HTMLElement).hidden = access.status !== 'given'
        signIn.hidden = !state.signIn.possible
        signIn.setAttribute('aria-disabled', String(access.status === 'asking'))
        signIn.textContent = access.status === 'asking' ? 'Waiting for the sign-in window…' : 'Sign in'
        byId('sign-in-note', HTMLElement).textContent = state.signIn.note
        command.textContent = commandText(state)
        drawIdentity(state)
        say(accessError)
    }))
}
