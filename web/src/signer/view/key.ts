import { byId } from '../../page/elements'
import { text } from '../../texts/catalogue'
import { sentence } from '../../texts/sentences'
import type { Actions } from '../actions'
import { keysIn } from '../inputs'
import type { Store } from '../state'
import { fileField, whenChanged } from './file-field'
import { keyCard } from './key-card'

export function keyView(store: Store, actions: Actions): void {
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

    store.subscribe(whenChanged(({ key }) => [key], ({ key }, before) => {
        const keys = keysIn(key)
        draw(key, keys.length === 0 || key.status !== 'loaded' ? null : keyCard(keys, key.name))

        const opening = key.status === 'reading' && password.value !== ''
        const needed = key.status === 'locked' || opening
        if (!needed) {
            password.value = ''
            reveal(false)
        }
        lock.hidden = !needed
        if (key.status !== 'locked') return
        const said = sentence(key.error)
        hint.textContent = key.error.category === 'password-required' ? `${said.message} ${said.hint}` : ''
        if (before.key.status === 'reading') password.focus()
        if (key.error.category === 'wrong-password') password.select()
    }))
}
