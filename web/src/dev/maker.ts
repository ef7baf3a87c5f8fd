import { maxInputOctets } from '../core/limits'
import { devError } from './error'
import type { CertificateFacts, DevError, DevPki, DevResult, MadeFiles, MakeInput, OpenInput, RenewInput } from './protocol'

/** Input in which a file may stand for its octets: whoever makes the certificates reads it. */
type WithFiles<T> = { readonly [K in keyof T]: Uint8Array extends T[K] ? T[K] | Blob : T[K] }

export type Opened = DevResult<{ readonly chain: readonly CertificateFacts[] }>

export interface MadeItem {
    readonly folder: string
    readonly result: DevResult<MadeFiles>
}

/** A `DevPki` that may be elsewhere: in a worker of a page, in a thread of Node. */
export interface Maker {
    open(input: WithFiles<OpenInput>): Promise<Opened>
    make(inputs: readonly MakeInput[]): Promise<readonly MadeItem[]>
    renew(input: WithFiles<RenewInput>): Promise<DevResult<MadeFiles>>
    checkIds(ids: readonly string[]): Promise<readonly DevError[]>
    /** The module's memory is given up, and with it all of the run. */
    end(): void
}

export type Request = { readonly [K in Exclude<keyof Maker, 'end'>]: { readonly call: K; readonly input: Parameters<Maker[K]>[0] } }[Exclude<keyof Maker, 'end'>]

/** The other side of a maker: what a worker does with a request. The octets of what is handed out are to be moved, not copied. */
export async function answer(pki: DevPki, request: Request): Promise<{ readonly output: unknown; readonly move: readonly ArrayBuffer[] }> {
    const move: ArrayBuffer[] = []
    const moved = (result: DevResult<MadeFiles>): DevResult<MadeFiles> => {
        if (result.ok) for (const octets of [result.value.key, result.value.pfx]) if (octets !== null) move.push(octets.buffer as ArrayBuffer)
        return result
    }
    switch (request.call) {
        case 'open': return { output: await withRead(request.input, (input) => pki.open(input)), move }
        case 'renew': return { output: await withRead(request.input, (input) => moved(pki.renew(input))), move }
        case 'checkIds': return { output: pki.checkIds(request.input), move }
        case 'make': return {
            output: request.input.map((input): MadeItem => ({ folder: pki.folderName(input.subject.commonName), result: moved(pki.make(input)) })), move,
        }
    }
}

/** Reads what are files, and wipes what was read. */
async function withRead<T extends object, R>(input: WithFiles<T>, use: (input: T) => DevResult<R>): Promise<DevResult<R>> {
    const read: Uint8Array[] = []
    const given: Record<string, unknown> = {}
    try {
        for (const [name, value] of Object.entries(input)) {
            given[name] = value
            if (!(value instanceof Blob)) continue
            if (value.size > maxInputOctets) return { ok: false, error: devError('INPUT_TOO_LARGE', 'This file is larger than 4 MiB; keys and certificates are far smaller.', 'Choose the file that holds only the key or the certificate.', 'issuer', 'limit') }
            const octets = new Uint8Array(await value.arrayBuffer())
            read.push(octets)
            given[name] = octets
        }
        return use(given as T)
    } catch {
        return { ok: false, error: devError('FILE_UNREADABLE', 'This file could not be read: it was moved or changed, or it is a folder.', 'Choose it again.', 'issuer', 'not-recognized') }
    } finally {
        for (const octets of read) octets.fill(0)
    }
}

/** In the same thread. */
export function localMaker(pki: DevPki): Maker {
    const ask = async (request: Request): Promise<unknown> => (await answer(pki, request)).output
    return makerOf(ask, () => pki.close())
}

function makerOf(ask: (request: Request) => Promise<unknown>, end: () => void): Maker {
    return {
        open: (input) => ask({ call: 'open', input }) as Promise<Opened>,
        make: (input) => ask({ call: 'make', input }) as Promise<readonly MadeItem[]>,
        renew: (input) => ask({ call: 'renew', input }) as Promise<DevResult<MadeFiles>>,
        checkIds: (input) => ask({ call: 'checkIds', input }) as Promise<readonly DevError[]>,
        end,
    }
}

/** What worker and page, or thread and process, say to each other. */
export interface Port {
    post(message: unknown): void
    end(): void
    onMessage(listen: (message: { readonly id: number; readonly output: unknown }) => void): void
    onCrash(listen: () => void): void
}

const crashed = devError('CORE_CRASHED', 'A worker stopped unexpectedly, so the certificate at hand was not made.', 'Try again; the run can be gone on with.', null, 'internal')

/** A maker behind a port. A worker that dies answers all that waits with an error, so that nobody waits for ever. */
export function remoteMaker(port: Port): Maker {
    const waiting = new Map<number, { readonly request: Request; readonly resolve: (output: unknown) => void }>()
    let nextId = 0
    let isOver = false
    const failed = ({ call, input }: Request): unknown => {
        const result = { ok: false, error: crashed } as const
        return call === 'make' ? input.map((): MadeItem => ({ folder: '_', result })) : call === 'checkIds' ? [crashed] : result
    }
    const giveUp = (): void => {
        isOver = true
        for (const { request, resolve } of waiting.values()) resolve(failed(request))
        waiting.clear()
    }
    port.onMessage(({ id, output }) => {
        waiting.get(id)?.resolve(output)
        waiting.delete(id)
    })
    port.onCrash(giveUp)
    return makerOf((request) => new Promise((resolve) => {
        if (isOver) {
            resolve(failed(request))
            return
        }
        const id = nextId++
        waiting.set(id, { request, resolve })
        port.post({ id, request })
    }), () => {
        port.end()
        giveUp()
    })
}
