import type { Plain } from '../../../../wasm/popcert-core'
import { takeAnchor, takeList, takeObject, takeOctets, takeSeconds } from '../arguments'
import type { Call } from '../call'
import { clock, dated } from '../dates'
import type { LoadedCore } from '../load'
import type { ChainCheck, CheckChainInput, Result } from '../protocol'

/** Whether a device's chain rolls up. Only in a module that was linked with it: popcert-core, not popcert-signer. */
export const checkChain: Call<CheckChainInput, Result<ChainCheck>> = {
    name: 'checkChain',
    files: {},
    touchesKey: false,
    refused: (error) => ({ ok: false, error }),
}

export function runCheckChain(core: LoadedCore, input: CheckChainInput): Result<ChainCheck> {
    return core.run(checkChain.refused, (raw) => {
        const given = takeObject(input, 'checkChain')
        const result = raw.checkChain({
            certificates: takeOctets(given.certificates, 'certificates', null),
            known: takeList(given.known ?? [], 'known', null, (one) => takeOctets(one, 'Each of known', null)),
            anchors: takeList(given.anchors, 'anchors', null, takeAnchor),
            now: takeSeconds(given.now, 'now', 'now') ?? clock(),
        })
        return result.ok ? { ok: true, value: chainOf(result.value) } : result
    })
}

function chainOf(chain: Plain<ChainCheck>): ChainCheck {
    return {
        ...chain,
        links: chain.links.map((link) => ({ ...link, certificate: dated(link.certificate) })),
        unused: chain.unused.map((one) => ({ ...one, certificate: dated(one.certificate) })),
    }
}
