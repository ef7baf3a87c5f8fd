import type { Plain } from '../../../wasm/popcert-core'
import { takeAnchor, takeList, takeObject, takeOctets, takeSeconds } from './arguments'
import { clock, dated, type LoadedCore, runIn } from './load'
import type { ChainCheck, CheckChainInput, Result } from './protocol'
import { refusedChain } from './refusal'

/** Only in a module that was linked with it: popcert-core, not popcert-signer. */
export function checkChain(loaded: LoadedCore, input: CheckChainInput): Result<ChainCheck> {
    return runIn(loaded, refusedChain, (core) => {
        const given = takeObject(input, 'checkChain')
        const result = core.checkChain({
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
