import { isAbsent, takeObject, takeOctets, takeOneOf, withPassword } from '../arguments'
import type { Call } from '../call'
import { itemOf } from '../dates'
import type { LoadedCore } from '../load'
import type { Bytes, Inspected, InspectInput, Result } from '../protocol'

/** What is in a file. */
export const inspect: Call<InspectInput, Result<Inspected>> = {
    name: 'inspect',
    files: { octets: null },
    touchesKey: true,
    refused: (error) => ({ ok: false, error }),
}

export function runInspect(core: LoadedCore, { octets, ...options }: InspectInput): Result<Inspected> {
    return inspectOctets(core, octets, options)
}

export function inspectOctets(core: LoadedCore, octets: Bytes, options: Omit<InspectInput, 'octets'>): Result<Inspected> {
    return core.run(inspect.refused, (raw) => {
        const given = takeObject(options, 'The second argument of inspect')
        const input = {
            octets: takeOctets(octets, 'octets', null),
            wanted: isAbsent(given.wanted) ? undefined : takeOneOf(given.wanted, ['privateKey', 'caCertificate', 'anything'], 'wanted', null),
        }
        const result = withPassword(given.password, (password) => raw.inspect({ ...input, ...password }))
        return result.ok ? { ok: true, value: { ...result.value, items: result.value.items.map(itemOf) } } : result
    })
}
