import { takeOctets } from '../arguments'
import type { LoadedCore } from '../load'
import type { Bytes, ExtensionFact } from '../protocol'

/** The extensions of a certificate in people's words; none of anything else. Only in popcert-core, not in popcert-signer. */
export function describe(core: LoadedCore, certificate: Bytes): readonly ExtensionFact[] {
    return core.run<readonly ExtensionFact[]>(() => [], (raw) => raw.describe(takeOctets(certificate, 'certificate', null)))
}
