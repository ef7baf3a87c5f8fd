import { takeOctets } from '../arguments'
import type { Call } from '../call'
import type { LoadedCore } from '../load'
import type { Bytes, ExtensionFact } from '../protocol'

interface Certificate {
    readonly certificate: Bytes
}

/** The extensions of a certificate in people's words; none of anything else. */
export const describe: Call<Certificate, readonly ExtensionFact[]> = { name: 'describe', files: {}, touchesKey: false, refused: () => [] }

export function runDescribe(core: LoadedCore, { certificate }: Certificate): readonly ExtensionFact[] {
    return core.run(describe.refused, (raw) => raw.describe(takeOctets(certificate, 'certificate', null)))
}
