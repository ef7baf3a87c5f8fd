import wasmBinary from '../../wasm/popcert-core.wasm'
import type { Core } from './core/api'
import { checkChain } from './core/chain'
import { LoadedCore } from './core/load'
import type { CheckChainInput } from './core/protocol'

/** The package `popcert` without a page. */
export type * from './core/protocol'
export type { Core }

/**
 * Loads the core from the octets that this module carries: no request is made, and only an environment without WebAssembly
 * can fail it.
 */
export async function loadCore(): Promise<Core> {
    const core = await LoadedCore.load(wasmBinary, { spare: true })
    return Object.assign(core, { checkChain: (input: CheckChainInput) => checkChain(core, input) })
}
