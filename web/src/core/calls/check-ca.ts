import { takeObject, takeOctets, takeOrigin, takeSeconds } from '../arguments'
import type { Call } from '../call'
import { clock } from '../dates'
import type { LoadedCore } from '../load'
import type { CaInput, Finding } from '../protocol'
import { findingOf } from '../refusal'

/** A CA's file by itself, without key, code and period: the findings of the field caCertificate. */
export const checkCa: Call<CaInput, readonly Finding[]> = {
    name: 'checkCa', files: { caCertificate: 'caCertificate' }, touchesKey: false, refused: (error) => [findingOf(error)],
}

export function runCheckCa(core: LoadedCore, input: CaInput): readonly Finding[] {
    return core.run(checkCa.refused, (raw) => {
        const given = takeObject(input, 'checkCa')
        return raw.checkCa({
            caCertificate: takeOctets(given.caCertificate, 'caCertificate', 'caCertificate'),
            caOrigin: takeOrigin(given.caOrigin, 'caOrigin', 'caCertificate'),
            now: takeSeconds(given.now, 'now', 'now') ?? clock(),
        }).findings
    })
}
