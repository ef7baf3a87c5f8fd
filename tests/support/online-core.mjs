/** The core as the page asks it, in this process: the real one, by the same calls. */
import { loadCore } from './core.mjs'
import { signedByOpenssl, derOf } from './management.mjs'

const octetsOf = async (source) => (source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : source)

/** What `CoreClient` is to the page. asked: the names of the calls, in order. */
export function coreClient() {
    const asked = []
    const calls = {
        inspect: async (core, { octets, ...options }) => core.inspect(await octetsOf(octets), options),
        checkCa: (core, input) => core.checkCa(input),
        checkChain: (core, input) => core.checkChain(input),
    }
    return { asked, call: ({ name }, input) => {
        asked.push(name)
        return { result: loadCore().then((core) => calls[name](core, input)) }
    } }
}

/** A verification certificate that OpenSSL made, in DER. */
export const opensslProof = (ca, wanted) => new Uint8Array(derOf(signedByOpenssl(ca, wanted)))
