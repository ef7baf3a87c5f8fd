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

/** So many requests are with a worker at once, unanswered: it goes from one to the next without waiting for the page. */
const mostAtOnce = 4

interface Request {
    readonly id: number
    readonly call: Call<object, unknown, unknown>
    input: object
    settle(output: unknown): void
    onPart(part: unknown): void
    isOver: boolean
}

/** A worker, and what it was asked and has not answered, the first of it under way. */
interface Lane {
    readonly worker: Worker
    hasKey: boolean
    requests: Request[]
}

/** Where workers come from: see start.ts. */
export interface WorkerSource {
    first: Worker | null
    /** What the first has said already. */
    readonly early: readonly unknown[]
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
    #asked = 0
    /** Undefined until the first worker has sent it; null where modules cannot be sent. */
    #module: WebAssembly.Module | null | undefined
    #idle: ReturnType<typeof setTimeout> | undefined
    #standby: ReturnType<typeof setTimeout> | undefined

    constructor(source: WorkerSource) {
        this.#source = source
        if (source.first === null) return
        const lane = this.#add(source.first)
        for (const message of source.early) this.#take(lane, message as FromWorker)
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
            id: this.#asked++, call: call as unknown as Request['call'], input, isOver: false,
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
                const lane = this.#lanes.find(({ requests }) => requests.includes(request))
                this.#forget(request)
                if (lane !== undefined) this.#end(lane)
                this.#pump()
            },
            forget: () => this.#forget(request),
        }
    }

    /** The key is no longer in hand: whoever has seen it is ended. What it was asked besides is done by the next. */
    endKey(): void {
        for (const lane of this.#lanes.filter(({ hasKey }) => hasKey)) this.#end(lane)
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
        const isFree = ({ requests }: Lane) => requests.length === 0
        // Nothing waits behind a list, which takes long.
        const canWait = ({ requests }: Lane) => !call.isShared && requests.length < mostAtOnce && requests.every((each) => !each.call.isShared)
        // A key is in one worker's hands only, but while a list is shared out.
        const withKey = this.#lanes.filter(({ hasKey }) => call.touchesKey && hasKey)
        const lanes = withKey.length !== 0 && (!call.isShared || withKey.some(isFree)) ? withKey : this.#lanes
        // To read a key may take long too: rather behind something else.
        const lane = lanes.find(isFree) ?? lanes.find((each) => canWait(each) && !each.hasKey) ?? lanes.find(canWait)
        if (lane !== undefined || lanes === withKey || lanes.some(({ requests }) => requests.some((each) => !each.call.isShared))) return lane ?? null
        const started = this.#start()
        if (started === null && this.#lanes.length === 0) {
            settle(call.refused(refusals.coreUnavailable()))
            this.#queue.splice(0, this.#queue.length, ...this.#queue.filter((each) => !each.isOver))
        }
        return started
    }

    #post(lane: Lane, request: Request): void {
        lane.requests.push(request)
        lane.hasKey ||= request.call.touchesKey
        try {
            lane.worker.postMessage({ id: request.id, call: request.call.name, input: request.input } satisfies ToWorker)
        } catch {
            request.settle(request.call.refused(refusals.coreCrashed()))
            lane.requests.pop()
        }
    }

    #start(): Lane | null {
        const worker = this.#source.start()
        worker?.postMessage({ module: this.#module ?? null } satisfies ToWorker)
        return worker && this.#add(worker)
    }

    #add(worker: Worker): Lane {
        const lane: Lane = { worker, hasKey: false, requests: [] }
        this.#lanes.push(lane)
        const crash = () => {
            const [underWay] = lane.requests
            underWay?.settle(underWay.call.refused(refusals.coreCrashed()))
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
        if ('module' in message) {
            this.#module = message.module
            return
        }
        const request = lane.requests.find(({ id }) => id === message.id)
        if (request === undefined) return
        if ('part' in message) {
            this.#rest()
            request.onPart(message.part)
        }
        else if ('unread' in message) void this.#readHere(lane, request, message.unread)
        else {
            this.#answered(lane, request)
            request.settle(message.output)
            this.#pump()
            this.#standBy()
        }
    }

    #answered(lane: Lane, request: Request): void {
        lane.requests = lane.requests.filter((each) => each !== request)
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
                this.#answered(lane, request)
                request.settle(request.call.refused(refusals.fileUnreadable(field)))
                return this.#pump()
            }
            moved.push(buffer)
            input[name] = new Uint8Array(buffer)
        }
        if (lane.requests.includes(request)) lane.worker.postMessage({ id: request.id, call: request.call.name, input } satisfies ToWorker, moved)
    }

    /** What it was asked and is still wanted is done by another; but of a list each worker has a share of its own, which is over. */
    #end(lane: Lane): void {
        lane.worker.onmessage = null
        lane.worker.terminate()
        this.#lanes.splice(this.#lanes.indexOf(lane), 1)
        for (const request of lane.requests) if (request.call.isShared) request.settle(request.call.refused(refusals.cancelled()))
        this.#queue.unshift(...lane.requests.filter(({ isOver }) => !isOver))
        this.#standBy()
    }

    #standBy(): void {
        clearTimeout(this.#standby)
        this.#standby = setTimeout(() => {
            if (this.#lanes.length < 2 && this.#module !== undefined) this.#start()
        }, standbyMilliseconds)
    }
}
