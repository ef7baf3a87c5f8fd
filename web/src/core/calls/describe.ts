import { takeList, takeObject, takeOctets } from '../arguments'
import type { Call } from '../call'
import type { LoadedCore } from '../load'
import type { Bytes, ExtensionFact } from '../protocol'

/** The extensions of a certificate in people's words; none of anything else. */
export function describe(core: LoadedCore, certificate: Bytes): readonly ExtensionFact[] {
    return core.run<readonly ExtensionFact[]>(() => [], (raw) => raw.describe(takeOctets(certificate, 'certificate', null)))
}

interface Certificates {
    readonly certificates: readonly Bytes[]
}

/** The same of several, in their order; empty where that could not be found out. */
export const describeAll: Call<Certificates, readonly (readonly ExtensionFact[])[]> = { name: 'describeAll', files: {}, touchesKey: false, refused: () => [] }

export function runDescribeAll(core: LoadedCore, input: Certificates): readonly (readonly ExtensionFact[])[] {
    return core.run(describeAll.refused, (raw) =>
        takeList(takeObject(input, 'describeAll').certificates, 'certificates', null, (one) => raw.describe(takeOctets(one, 'Each of certificates', null))))
}
