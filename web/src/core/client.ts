import type { Call, FromWorker, ToWorker, WithSources } from './call'
import type { Field } from './protocol'
import { refusals } from './refusal'

/** A call under way. */
export interface Job<T> {
    readonly result: Promise<T>
    /** Ends its worker, whatever it does; the result is what the call refuses with, `CANCELLED`. */
    cancel(): void
    /** The same for the result, but the worker may come to its end: for what is soon over. */
    forget(): void
}

/** Without any call or answer for this long, a worker that has seen a key is ended. */
const idleMilliseconds = 5 * 60_000
/** The worker that stands by is started when the page has nothing else to do. */
const standbyMilliseconds = 300

interface Request {
    readonly call: Call<object, unknown, unknown>
    input: object
    settle(output: unknown): void
    onPart(part: unknown): void
    isOver: boolean
}

/** A worker, and what it does. */
interface Lane {
    readonly worker: Worker
    hasKey: boolean
    request: Request | null
}

/** Where workers come from: see start.ts. */
export interface WorkerSource {
    first: Worker | null
    start(): Worker | null
}

/**
 * Asks the core. One worker for as long as a key is in hand, and another that stands by: it answers what needs no key while the
 * first is busy, and takes its place when that is ended. A list that is signed is shared out among these and further ones. The module
 * is compiled once, by the first.
 */
export class CoreClient {
    readonly #source: WorkerSource
    readonly #lanes: Lane[] = []
    readonly #queue: Request[] = []
    /** Undefined until the first worker has sent it; null where modules cannot be sent. */
    #module: WebAssembly.Module | null | undefined
    #idle: ReturnType<typeof setTimeout> | undefined
    #standby: ReturnType<typeof setTimeout> | undefined

    constructor(source: WorkerSource) {
        this.#source = source
        if (source.first !== null) this.#add(source.first)
        source.first = null
    }

    /** onPart: is given what comes before the end, never afterwards. */
    call<Input extends object, Output, Part>(
        call: Call<Input, Output, Part>, input: WithSources<Input>, onPart?: (part: Part) => void,
    ): Job<Output> {
        this.#rest()
        let settle: (output: Output) => void = () => {}
        const result = new Promise<Output>((resolve) => { settle = resolve })
        const request: Request = {
            call: call as unknown as Request['call'], input, isOver: false,
            settle: (output) => {
                if (request.isOver) return
                request.isOver = true
                settle(output as Output)
            },
            onPart: (part) => { if (!request.isOver) onPart?.(part as Part) },
        }
        this.#queue.push(request)
        this.#pump()
        return {
            result,
            cancel: () => {
                const lane = this.#lanes.find((each) => each.request === request)
                this.#forget(request)
                if (lane !== undefined) this.#end(lane)
                this.#pump()
            },
            forget: () => this.#forget(request),
        }
    }

    /** The key is no longer in hand: whoever has seen it is ended. What it was doing besides is done by the next. */
    endKey(): void {
        for (const lane of this.#lanes.filter(({ hasKey }) => hasKey)) {
            const { request } = lane
            if (!request?.call.isShared) lane.request = null
            this.#end(lane)
            if (request !== null && !request.isOver) this.#queue.unshift(request)
        }
        this.#pump()
    }

    #rest(): void {
        clearTimeout(this.#idle)
        this.#idle = setTimeout(() => this.endKey(), idleMilliseconds)
    }

    #forget(request: Request): void {
        const place = this.#queue.indexOf(request)
        if (place >= 0) this.#queue.splice(place, 1)
        request.settle(request.call.refused(refusals.cancelled()))
    }

    #pump(): void {
        for (const request of [...this.#queue]) {
            const lane = this.#laneFor(request)
            if (lane === null) continue
            this.#queue.splice(this.#queue.indexOf(request), 1)
            this.#post(lane, request)
        }
    }

    /** Null while it has to wait. */
    #laneFor({ call, settle }: Request): Lane | null {
        const isFree = ({ request }: Lane) => request === null
        // A key is in one worker's hands only, but while a list is shared out.
        const withKey = this.#lanes.filter(({ hasKey }) => call.touchesKey && hasKey)
        if (withKey.length !== 0 && (!call.isShared || withKey.some(isFree))) return withKey.find(isFree) ?? null
        const free = this.#lanes.find(isFree)
        if (free !== undefined || this.#lanes.some(({ request }) => !request?.call.isShared)) return free ?? null
        const started = this.#start()
        if (started === null && this.#lanes.length === 0) {
            settle(call.refused(refusals.coreUnavailable()))
            this.#queue.splice(0, this.#queue.length, ...this.#queue.filter((each) => !each.isOver))
        }
        return started
    }

    #post(lane: Lane, request: Request): void {
        lane.request = request
        lane.hasKey ||= request.call.touchesKey
        try {
            lane.worker.postMessage({ call: request.call.name, input: request.input } satisfies ToWorker)
        } catch {
            request.settle(request.call.refused(refusals.coreCrashed()))
            lane.request = null
        }
    }

    #start(): Lane | null {
        const worker = this.#source.start()
        worker?.postMessage({ module: this.#module ?? null } satisfies ToWorker)
        return worker && this.#add(worker)
    }

    #add(worker: Worker): Lane {
        const lane: Lane = { worker, hasKey: false, request: null }
        this.#lanes.push(lane)
        const crash = () => {
            lane.request?.settle(lane.request.call.refused(refusals.coreCrashed()))
            this.#end(lane)
            this.#pump()
        }
        worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#take(lane, data)
        worker.onmessageerror = crash
        worker.onerror = (event) => {
            event.preventDefault()
            crash()
        }
        return lane
    }

    #take(lane: Lane, message: FromWorker): void {
        const { request } = lane
        if ('module' in message) this.#module = message.module
        else if (request === null) return
        else if ('part' in message) {
            this.#rest()
            request.onPart(message.part)
        }
        else if ('unread' in message) void this.#readHere(lane, request, message.unread)
        else {
            lane.request = null
            request.settle(message.output)
            this.#pump()
            this.#standBy()
        }
    }

    /**
     * WebKit does not let a worker read a file that was chosen in a page opened from a file. Then this thread reads it and hands the
     * octets over; no copy stays here.
     */
    async #readHere(lane: Lane, request: Request, names: readonly string[]): Promise<void> {
        const input: Record<string, unknown> = { ...request.input }
        const moved: ArrayBuffer[] = []
        for (const name of names) {
            const field = (request.call.files as Readonly<Record<string, Field | null>>)[name] ?? null
            const buffer = await (input[name] as Blob).arrayBuffer().catch(() => null)
            if (buffer === null) {
                lane.request = null
                request.settle(request.call.refused(refusals.fileUnreadable(field)))
                return this.#pump()
            }
            moved.push(buffer)
            input[name] = new Uint8Array(buffer)
        }
        if (lane.request === request) lane.worker.postMessage({ call: request.call.name, input } satisfies ToWorker, moved)
    }

    #end(lane: Lane): void {
        lane.worker.onmessage = null
        lane.worker.terminate()
        this.#lanes.splice(this.#lanes.indexOf(lane), 1)
        const { request } = lane
        request?.settle(request.call.refused(refusals.cancelled()))
        this.#standBy()
    }

    #standBy(): void {
        clearTimeout(this.#standby)
        this.#standby = setTimeout(() => {
            if (this.#lanes.length < 2 && this.#module !== undefined) this.#start()
        }, standbyMilliseconds)
    }
}
