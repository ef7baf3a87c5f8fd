/**
 * What wasm/devpki_bindings.cc exports, typed by hand; tests/dev calls every function. Times are seconds since 1970 as numbers,
 * octets `Uint8Array`s; octets that come out are copies. Words are those of web/src/dev/protocol.ts: others count as the first.
 */
import type { Bytes } from '../web/src/core/protocol'
import type { CertificateFacts, DevError, DevResult, KeyType, Kind, MadeFiles, PfxForm, Subject } from '../web/src/dev/protocol'

/** Replaces each `Date` by seconds since 1970. */
export type PlainDates<T> = T extends Date ? number
    : T extends Bytes ? T
    : T extends readonly (infer E)[] ? readonly PlainDates<E>[]
    : T extends object ? { readonly [K in keyof T]: PlainDates<T[K]> }
    : T

export interface PopcertDevPki {
    version(): string
    checkIds(ids: readonly string[]): readonly DevError[]
    folderName(id: string): string
    /** random: 32 octets. Passwords are UTF-8. A run that is open is closed. */
    open(input: {
        readonly issuerCertificate?: Bytes | undefined; readonly issuerKey?: Bytes | undefined; readonly issuerPassword?: Bytes | undefined
        readonly password?: Bytes | undefined; readonly pfx: PfxForm; readonly now: number; readonly random: Bytes
    }): PlainDates<DevResult<{ readonly chain: readonly CertificateFacts[] }>>
    /** random: 128 octets. */
    make(input: {
        readonly kind: Kind; readonly keyType: KeyType; readonly subject: Required<Subject>; readonly serverNames: readonly string[]
        readonly notBefore: number; readonly notAfter: number; readonly pathLength?: number | undefined; readonly random: Bytes
    }): PlainDates<DevResult<MadeFiles>>
    /** random: 128 octets. key: of the certificate, which then keeps it. */
    renew(input: {
        readonly certificate: Bytes; readonly key?: Bytes | undefined; readonly keyPassword?: Bytes | undefined; readonly keyType: KeyType
        readonly notBefore: number; readonly notAfter: number; readonly random: Bytes
    }): PlainDates<DevResult<MadeFiles>>
    close(nothing: undefined): undefined
}

export interface ModuleOptions {
    instantiateWasm(imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object
    locateFile(file: string): string
}

export default function createPopcertCore(options: ModuleOptions): Promise<PopcertDevPki>
