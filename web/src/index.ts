import wasmBinary from '../../wasm/popcert-core.wasm'
import type { Core } from './core/api'
import { runCheck } from './core/calls/check'
import { runCheckCa } from './core/calls/check-ca'
import { runCheckChain } from './core/calls/check-chain'
import { runCheckCodes } from './core/calls/check-codes'
import { createAll, createEach, createOne } from './core/calls/create'
import { runDescribe } from './core/calls/describe'
import { finish, judge, prepare } from './core/calls/elsewhere'
import { inspectOctets } from './core/calls/inspect'
import { runIsVisibleText } from './core/calls/visible-text'
import { LoadedCore } from './core/load'

/** The package `popcert` without a page. */
export type * from './core/protocol'
export type * from './services/steps'
export type { Core }
export { nextSteps } from './services/next-steps'

/**
 * Loads the core from the octets that this module carries: no request is made, and only an environment without WebAssembly
 * can fail it.
 */
export async function loadCore(): Promise<Core> {
    const module = await WebAssembly.compile(wasmBinary as Uint8Array<ArrayBuffer>)
    const core = await LoadedCore.load(module, { spare: true })
    return {
        version: core.version,
        inspect: (octets, options = {}) => inspectOctets(core, octets, options),
        describe: (certificate) => runDescribe(core, { certificate }),
        check: (input) => runCheck(core, input),
        checkCodes: (verificationCodes, codeOrigin, service, caCertificate) =>
            runCheckCodes(core, { verificationCodes, codeOrigin, service, caCertificate }),
        checkCa: (input) => runCheckCa(core, input),
        createVerificationCertificate: (input) => createOne(core, input),
        createVerificationCertificates: (input) => createAll(core, input),
        createEach: (input, onResult) => createEach(core, input, onResult),
        prepare: (input) => prepare(core, input),
        finish: (input) => finish(core, input),
        judge: (input) => judge(core, input),
        isVisibleText: (text) => runIsVisibleText(core, text),
        checkChain: (input) => runCheckChain(core, input),
    }
}
