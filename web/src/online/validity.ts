import { inspect } from '../core/calls/inspect'
import type { CoreClient } from '../core/client'
import type { CertificateItem } from '../core/protocol'
import type { CaEntry } from './cloud/model'

export type Validity = Pick<CertificateItem, 'notBefore' | 'notAfter'>

/** From when until when a certificate of a service is valid: the service says its end only, and not every one gives the certificate. */
export class Validities {
    readonly #core: CoreClient
    /** By thumbprint: many services have the same. */
    readonly #known = new Map<string, Promise<Validity | null>>()

    constructor(core: CoreClient) {
        this.#core = core
    }

    /** null: its beginning is not to be had. Never rejects. */
    of({ thumbprint, certificate }: CaEntry): Promise<Validity | null> {
        if (certificate === null) return Promise.resolve(null)
        const known = this.#known.get(thumbprint) ?? this.#read(thumbprint, certificate)
        this.#known.set(thumbprint, known)
        return known
    }

    /** Of what has another thumbprint than the service says, nothing is said. */
    async #read(thumbprint: string, octets: Uint8Array): Promise<Validity | null> {
        const found = await this.#core.call(inspect, { octets }).result
        const items = found.ok ? found.value.items : []
        return items.find((item): item is CertificateItem => item.kind === 'certificate' && item.sha1 === thumbprint) ?? null
    }
}
