import { byId } from '../../page/elements'
import { text } from '../../texts/catalogue'

/** A name that can never be anybody's (RFC 2606): where the browser does not refuse, nothing is reached either. */
const nowhere = 'https://popcert.invalid/'
/** A browser tells of its refusal a little after it has refused. Milliseconds. */
const patience = 500

/** The one connection that this page ever attempts, when it is asked to: seen is better than told. Nothing of the page goes into it. */
export function proofView(): void {
    const said = byId('try-said', HTMLElement)
    byId('try', HTMLElement).addEventListener('click', async () => {
        let refusal = ''
        const listen = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
            refusal = text('verify.refused', { rule: effectiveDirective, address: blockedURI })
        }
        document.addEventListener('securitypolicyviolation', listen)
        said.textContent = ''
        await fetch(nowhere, { mode: 'no-cors', credentials: 'omit' }).catch(() => {})
        for (const end = performance.now() + patience; refusal === '' && performance.now() < end;) await new Promise((resolve) => setTimeout(resolve, 20))
        document.removeEventListener('securitypolicyviolation', listen)
        said.textContent = refusal === '' ? text('verify.open') : refusal
    })
}
