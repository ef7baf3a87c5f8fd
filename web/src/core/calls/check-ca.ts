import { takeOctets, takeOrigin, takeSeconds } from '../arguments'
import type { Call } from '../call'
import { clock } from '../dates'
import type { LoadedCore } from '../load'
import type { Bytes, Finding, Origin } from '../protocol'
import { findingOf } from '../refusal'

export interface CaInput {
    /** PEM, DER or PKCS #7. */
    readonly caCertificate: Bytes
    readonly caOrigin?: Origin | undefined
    readonly now?: Date | undefined
}

/** A CA's file by itself, without key, code and period: the findings of the field caCertificate. */
export const checkCa: Call<CaInput, readonly Finding[]> = {
    name: 'checkCa', files: { caCertificate: 'caCertificate' }, touchesKey: false, refused: (error) => [findingOf(error)],
}

export function runCheckCa(core: LoadedCore, input: CaInput): readonly Finding[] {
    return core.run(checkCa.refused, (raw) => raw.checkCa({
        caCertificate: takeOctets(input.caCertificate, 'caCertificate', 'caCertificate'),
        caOrigin: takeOrigin(input.caOrigin, 'caOrigin', 'caCertificate'),
        now: takeSeconds(input.now, 'now', 'now') ?? clock(),
    }).findings)
}
