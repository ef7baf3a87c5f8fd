/**
 * What wasm/*bindings.cc export, typed by hand (Emscripten 3.1.6 cannot emit types); tests/wasm calls every function.
 * Times are seconds since 1970 as numbers, octets `Uint8Array`s; octets that come out are copies.
 */
import type {
    Bytes, ChainCheck, CheckChainInput, Checked, CheckInput, CreateAllInput, CreateEachResult, CreateInput, CreateResult, ExtensionFact, Finding, FinishInput,
    Inspected, InspectInput, Judged, JudgeInput, Origin, PrepareResult, Result, ServiceId,
} from '../web/src/core/protocol'

/** Replaces each `Date` of a protocol type by seconds since 1970. */
export type Plain<T> = T extends Date ? number
    : T extends Bytes ? T
    : T extends readonly (infer E)[] ? readonly Plain<E>[]
    : T extends object ? { readonly [K in keyof T]: Plain<T[K]> }
    : T

/** A password is passed as UTF-8 octets: a string would leave copies in the heap that nobody wipes. */
type WithPasswordOctets<T> = Omit<T, 'password'> & PasswordOctets

/** As typed; and by Unicode's forms NFC and NFD, where these are other octets. */
export interface PasswordOctets {
    readonly password?: Bytes | undefined
    readonly passwordComposed?: Bytes | undefined
    readonly passwordDecomposed?: Bytes | undefined
}

/** verificationCode: without outer white space; what would be signed. */
export type CheckedCode = Pick<Checked, 'verificationCode' | 'service' | 'services' | 'needsConfirmation'> & { readonly finding: Finding }

export interface CheckedCa {
    readonly findings: readonly Finding[]
}

export interface PopcertCore {
    /** The program's version, such as `0.2.0`. */
    version(): string
    inspect(input: WithPasswordOctets<InspectInput>): Plain<Result<Inspected>>
    check(input: Plain<CheckInput>): Plain<Checked>
    /**
     * The codes alone, whatever signs them: one answer for each, as `check` gives it for its code and this CA. origin: 'program' if
     * left out.
     */
    checkCodes(
        codes: readonly string[], origin: Origin | undefined, service: ServiceId | undefined, caCertificate: Bytes | undefined,
    ): readonly Plain<CheckedCode>[]
    /** Only in popcert-core. A CA's file alone: the findings of the field caCertificate that `check` has without key, code and period. */
    checkCa(input: { readonly caCertificate: Bytes; readonly now: number; readonly caOrigin?: Origin | undefined }): Plain<CheckedCa>
    /** Only in popcert-core. random: 128 octets from a cryptographic source. */
    createVerificationCertificate(
        input: Plain<WithPasswordOctets<CreateInput>> & { readonly now: number; readonly random: Bytes },
    ): Plain<CreateResult>
    /** random: 128 octets for each code. onResult must not throw: that would leave the core in the middle of its work. */
    createEach(
        input: Plain<WithPasswordOctets<CreateAllInput>> & {
            readonly now: number; readonly random: Bytes; readonly onResult: (result: Plain<CreateResult>) => void
        },
    ): Plain<CreateEachResult>
    /** This and the next two: only in popcert-core. random: 128 octets from a cryptographic source. */
    prepare(input: Plain<Omit<CreateInput, 'privateKey' | 'password'>> & { readonly now: number; readonly random: Bytes }): Plain<PrepareResult>
    finish(input: Plain<FinishInput> & { readonly now: number }): Plain<CreateResult>
    judge(input: Plain<JudgeInput> & { readonly now: number }): Plain<Judged>
    isVisibleText(text: string): boolean
    /** The extensions of a certificate in DER. */
    describe(certificate: Bytes): readonly ExtensionFact[]
    /** sha1 of each anchor: 40 lower-case hex characters. */
    checkChain(input: Plain<Required<CheckChainInput>>): Plain<Result<ChainCheck>>
}

export interface ModuleOptions {
    /** Instantiates what is compiled already; `use` is called when it is there. */
    instantiateWasm(imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object
    locateFile(file: string): string
}

export default function createPopcertCore(options: ModuleOptions): Promise<PopcertCore>
