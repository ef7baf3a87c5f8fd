import devPkiWasm from '../../../wasm/popcert-devpki.wasm'
import { loadDevPki as load } from './load'
import type { DevPki } from './protocol'

/**
 * The package `popcert/dev`: certificates for development, and nothing else. It gives keys out, which `popcert` itself never does: the
 * two share no WebAssembly.
 */
export type * from './protocol'
export type { Maker, MadeItem } from './maker'
export type { Manifest } from './manifest'
export type { Output, Progress, RunOptions, RunResult } from './run'
export type { CaWish, MadeCa } from './set'
export type { Sink } from './zip'
export type { Contents, TreeFile } from './tree'
export { idsOfCsv, idsOfList } from './ids'
export { localMaker, remoteMaker, answer } from './maker'
export { manifestOf } from './manifest'
export { generatedPassword } from './password'
export { Run } from './run'
export { makeCa } from './set'
export { filesOf, folderOf, readme } from './tree'
export { ZipOutput, zipName } from './zip'

/** From the octets that this module carries: no request is made. One run at a time; for several cores load it in several threads. */
export async function loadDevPki(): Promise<DevPki> {
    return load(await WebAssembly.compile(devPkiWasm as Uint8Array<ArrayBuffer>))
}
