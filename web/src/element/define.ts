import { PopcertSigner } from './popcert-signer'

/** Registers `<popcert-signer>`. The first copy of this module that a page loads is the one that counts. */
const registry = globalThis.customElements as CustomElementRegistry | undefined
if (registry !== undefined && registry.get('popcert-signer') === undefined) registry.define('popcert-signer', PopcertSigner)

export { PopcertSigner }
export type * from './api'
