import createPopcertCore, { type PopcertCore } from '../../../wasm/popcert-core'
import type { CoreError } from './protocol'
import { Refused, refusals } from './refusal'

/** The core, ready to be called; the calls themselves are in `calls`. */
export class LoadedCore {
    readonly version: string
    readonly #module: WebAssembly.Module
    readonly #instances: PopcertCore[]

    private constructor(module: WebAssembly.Module, first: PopcertCore) {
        this.version = first.version()
        this.#module = module
        this.#instances = [first]
    }

    /** spare: a second instance stands by, so that a call right after a crash still finds a clean one. */
    static async load(module: WebAssembly.Module, options: { readonly spare: boolean }): Promise<LoadedCore> {
        const core = new LoadedCore(module, await newInstance(module))
        if (options.spare) core.#addInstance()
        return core
    }

    /** Arguments that do not fit and a core that traps become results; a core that trapped is never used again. */
    run<T>(refuse: (error: CoreError) => T, job: (core: PopcertCore) => T): T {
        const core = this.#instances[0]
        if (core === undefined) return refuse(refusals.coreCrashed())
        try {
            return job(core)
        } catch (error) {
            if (error instanceof Refused) return refuse(error.error)
            this.#instances.shift()
            this.#addInstance()
            return refuse(isOutOfMemory(error) ? refusals.outOfMemory() : refusals.coreCrashed())
        }
    }

    #addInstance(): void {
        newInstance(this.#module).then((instance) => this.#instances.push(instance), () => {})  // without one, calls say CORE_CRASHED
    }
}

function newInstance(module: WebAssembly.Module): Promise<PopcertCore> {
    return createPopcertCore({
        instantiateWasm: (imports, use) => {
            void WebAssembly.instantiate(module, imports).then((instance) => use(instance, module))
            return {}
        },
        locateFile: (file) => file,
    })
}

function isOutOfMemory(error: unknown): boolean {
    return error instanceof RangeError && /alloc|memory/i.test(error.message)
}
