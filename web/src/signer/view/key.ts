import { byId } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import { text } from '../../texts/catalogue'
import { sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import { keysIn } from '../inputs'
import type { Store } from '../state'
import { fileField, whenChanged } from './file-field'
import { keyCard } from './key-card'

/** isTouching: whether the person has just moved the focus in this frame; null where there is no page around. */
export function keyView(store: Store, actions: Actions, isTouching: (() => boolean) | null): void {
    const draw = fileField('key', actions, { title: 'key.drop', detail: '.pem, .key, .der, .pfx, .p12, .jwk' })
    const lock = byId('key-lock', HTMLElement)
    const hint = byId('password-hint', HTMLElement)
    const password = byId('key-password', HTMLInputElement)
    const show = byId('password-show', HTMLButtonElement)
    const open = byId('password-open', HTMLButtonElement)

    const unlock = () => void actions.files.unlock(password.value)
    open.addEventListener('click', unlock)
    password.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.isComposing) return
        event.preventDefault()  // Enter opens the file; it must not submit the form
        unlock()
    })
    const reveal = (visible: boolean) => {
        password.type = visible ? 'text' : 'password'
        show.textContent = text(visible ? 'hide' : 'show')
        show.setAttribute('aria-pressed', String(visible))
    }
    show.addEventListener('click', () => reveal(password.type === 'password'))

    const caps = byId('password-caps', HTMLElement)
    const sayCaps = (event: KeyboardEvent) => { caps.textContent = event.getModifierState('CapsLock') ? text('password.caps') : '' }
    for (const type of ['keydown', 'keyup'] as const) password.addEventListener(type, sayCaps)

    // A page may take the keyboard at any time: then the rest of the password is typed into the page.
    const astray = byId('password-astray', HTMLElement)
    password.addEventListener('blur', () => {
        if (isTouching === null || isTouching() || password.value === '' || store.state.key.status !== 'locked') return
        astray.textContent = text('password.astray')
    })
    password.addEventListener('input', () => { if (password.value === '') astray.textContent = '' })

    store.subscribe(whenChanged(({ key }) => [key], ({ key }, before) => {
        const keys = keysIn(key)
        draw(key, keys.length === 0 || key.status !== 'loaded' ? null : keyCard(keys, key.name))

        const opening = key.status === 'reading' && password.value !== ''
        const needed = key.status === 'locked' || opening
        if (!needed) {
            password.value = ''
            astray.textContent = caps.textContent = ''
        } else if (lock.hidden) reveal(false)  // no sooner: a browser's keeper of passwords wakes up for such a field while the page starts
        lock.hidden = !needed
        if (key.status !== 'locked') return
        const said = sentence(key.error)
        hint.textContent = key.error.category === 'password-required' ? `${said.message} ${said.hint}` : ''
        if (before.key.status === 'reading') moveFocus(password)
        // Whoever has typed on meanwhile, here or elsewhere, goes on; to select takes the focus too.
        if (key.error.category === 'wrong-password' && document.activeElement === password && password.value === actions.files.password) {
            password.select()
            if (password.value.endsWith(' ')) caps.textContent = text('password.space')
        }
    }))
}
