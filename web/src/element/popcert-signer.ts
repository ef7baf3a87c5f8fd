import type { Bytes, CoreError, ServiceId } from '../core/protocol'
import { frameSandbox, mostRequests, type FromSigner, type SigningRequest, type Theme } from '../frame/protocol'
import { addressOf } from './address'
import type { PopcertSignerElement, PopcertSignerEventMap } from './api'
import { Connection } from './connection'
import { adoptStyles, elementError, Notice } from './notice'
import { appearanceFrom, octetsFrom, requestsFrom } from './outgoing'
import { loadHints, textsIn } from './texts'

/** The frame has this long to load at all, and after that to say that it is a signer. Late ones are welcome too. */
const loadMilliseconds = 60_000
const readyMilliseconds = 3_000
/** Pages that sort things move them often: the frame is made again when that is over. */
const moveMilliseconds = 100
/** What a frame may ask for, in CSS pixels. */
const leastHeight = 100
const mostHeight = 20_000

/** What the page gives, and the frame is told. */
type Part = 'appearance' | 'caCertificate' | 'requests'
const parts: readonly Part[] = ['appearance', 'caCertificate', 'requests']

const attributeParts: Readonly<Record<string, Part>> = {
    'verification-code': 'requests', service: 'requests', theme: 'appearance', language: 'appearance', mode: 'appearance', style: 'appearance', class: 'appearance',
}

/** Where there is no page, as on a server that renders one, this module can be loaded, too. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/** See api.ts for what it promises. */
export class PopcertSigner extends Base implements PopcertSignerElement {
    static readonly observedAttributes: readonly string[] = ['src', ...Object.keys(attributeParts)]

    readonly #root = this.attachShadow({ mode: 'open' })
    readonly #alert = new Notice(this.#root, 'alert')
    readonly #status = new Notice(this.#root, 'status')
    #requests: readonly SigningRequest[] | null = null
    #caCertificate: Bytes | string | null = null

    #frame: HTMLIFrameElement | null = null
    #connection: Connection | null = null
    #isReady = false
    #wasReady = false
    #hasFailed = false
    #timer: ReturnType<typeof setTimeout> | undefined
    #attached = new AbortController()
    readonly #changed = new Set<Part>()
    #lastAppearance = ''

    get src(): string { return this.getAttribute('src') ?? '' }
    set src(address: string) { this.setAttribute('src', address) }

    get verificationCode(): string { return this.getAttribute('verification-code') ?? '' }
    set verificationCode(code: string) { this.setAttribute('verification-code', code) }

    get theme(): Theme {
        const theme = this.getAttribute('theme')
        return theme === 'light' || theme === 'dark' ? theme : 'auto'
    }
    set theme(theme: Theme) { this.setAttribute('theme', theme) }

    get language(): string { return this.getAttribute('language') ?? '' }
    set language(language: string) { this.setAttribute('language', language) }

    get service(): ServiceId | '' { return (this.getAttribute('service') ?? '') as ServiceId | '' }
    set service(service: ServiceId | '') { this.setAttribute('service', service) }

    get requests(): readonly SigningRequest[] | null { return this.#requests }
    set requests(requests: readonly SigningRequest[] | null) {
        this.#requests = requests ?? null
        this.#change('requests')
    }

    get caCertificate(): Bytes | string | null { return this.#caCertificate }
    set caCertificate(certificate: Bytes | string | null) {
        this.#caCertificate = ArrayBuffer.isView(certificate) ? new Uint8Array(certificate) : certificate ?? null
        this.#change('caCertificate')
    }

    clear(): void {
        this.#status.hide()
        if (!this.#isReady) return
        this.#connection?.send({ type: 'clear' })
        this.#change('caCertificate', 'requests')
    }

    refresh(): void {
        if (this.#hasFailed) this.#load()
        else this.#change('appearance')
    }

    connectedCallback(): void {
        this.#takeEarlyProperties()
        adoptStyles(this.#root)
        const view = this.ownerDocument.defaultView
        if (view === null) return
        this.#attached = new AbortController()
        const { signal } = this.#attached
        view.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#change('appearance'), { signal })
        this.ownerDocument.addEventListener('securitypolicyviolation', (event) => this.#judgeViolation(event), { signal })
        // Only after this turn of the page: a framework may move the element a few times before it is done.
        this.#timer = setTimeout(() => this.#load(), this.#wasReady ? moveMilliseconds : 0)
    }

    disconnectedCallback(): void {
        this.#attached.abort()
        this.#unload()
    }

    /** `moveBefore()` leaves the frame as it is. */
    connectedMoveCallback(): void {}

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
        const part = attributeParts[name]
        if (part !== undefined) this.#change(part)
        else if (before !== now && this.#frame !== null) this.#load()
    }

    /** What was set before this class was there lies on the object itself, and would hide the properties. */
    #takeEarlyProperties(): void {
        for (const name of ['src', 'verificationCode', 'requests', 'caCertificate', 'theme', 'language', 'service'] as const) {
            const early = Object.getOwnPropertyDescriptor(this, name)
            if (early === undefined) continue
            delete (this as Partial<PopcertSigner>)[name]
            Object.assign(this, { [name]: early.value })
        }
    }

    get #texts() { return textsIn(this.language === '' ? navigator.languages : [this.language]) }

    #load(): void {
        this.#unload()
        this.#alert.hide()
        this.#hasFailed = false
        const frame = this.ownerDocument.createElement('iframe')
        frame.setAttribute('sandbox', frameSandbox)  // before the address: nothing loads without it
        frame.allow = 'clipboard-write'
        frame.title = this.#texts.title
        frame.part.add('frame')
        frame.onload = () => this.#connect(frame)
        try {
            frame.src = addressOf(this)
        } catch {
            this.#failToLoad()
            return
        }
        this.#frame = frame
        this.#timer = setTimeout(() => this.#failToLoad(), loadMilliseconds)
        this.#root.append(frame)
    }

    #unload(): void {
        clearTimeout(this.#timer)
        this.#disconnect()
        if (this.#frame !== null) this.#frame.onload = null
        this.#frame?.remove()
        this.#frame = null
    }

    #disconnect(): void {
        this.#connection?.close()
        this.#connection = null
        this.#isReady = false
        this.#lastAppearance = ''
    }

    /** On every load, also one that the person asked for within the frame: what is there now is another page. */
    #connect(frame: HTMLIFrameElement): void {
        clearTimeout(this.#timer)
        this.#disconnect()
        if (frame.contentWindow === null) return
        if (!this.#hasFailed) this.#timer = setTimeout(() => this.#failToLoad(), readyMilliseconds)
        this.#connection = new Connection(frame.contentWindow, (message) => this.#take(message))
    }

    #take(message: FromSigner): void {
        if (!this.#isReady) {
            if (message.type === 'ready') this.#begin(message.version)
            if (message.type === 'refused') this.#failToLoad('PROTOCOL_UNSUPPORTED')
            return
        }
        switch (message.type) {
            case 'created':
                this.#status.hide()
                this.#tell('popcert-created', { id: message.id, certificate: message.certificate })
                break
            case 'failed':
                this.#tell('popcert-failed', { id: message.id, error: message.error })
                break
            case 'finished':
                this.#tell('popcert-finished', { created: message.created, failed: message.failed })
                break
            case 'caCertificate':
                this.#tell('popcert-ca-certificate', { octets: message.octets })
                break
            case 'resized':
                this.#resize(message.height)
                break
        }
    }

    #begin(version: string): void {
        clearTimeout(this.#timer)
        this.#isReady = true
        this.#hasFailed = false
        this.#alert.hide()
        if (this.#frame !== null) this.#frame.hidden = false
        const { loadedAgain, language } = this.#texts
        if (this.#wasReady) this.#status.show([loadedAgain], language)
        this.#wasReady = true
        this.#change(...parts)
        this.#tell('popcert-ready', { version })
    }

    #resize(wanted: number): void {
        const height = Math.min(Math.max(Math.ceil(wanted), leastHeight), mostHeight)
        if (this.#frame === null || this.#frame.style.height === `${height}px`) return
        this.#frame.style.height = `${height}px`
        this.#tell('popcert-resized', { height })
    }

    /** The frame is told once, after all changes of this turn. */
    #change(...changed: readonly Part[]): void {
        if (!this.#isReady) return  // then it is told everything
        if (this.#changed.size === 0) queueMicrotask(() => this.#giveChanged())
        for (const part of changed) this.#changed.add(part)
    }

    #giveChanged(): void {
        const changed = parts.filter((part) => this.#changed.has(part))
        this.#changed.clear()
        if (!this.#isReady) return
        this.#alert.hide()
        for (const part of changed) {
            if (part === 'appearance') this.#giveAppearance()
            else if (part === 'caCertificate') this.#giveCaCertificate()
            else this.#giveRequests()
        }
    }

    #giveAppearance(): void {
        const appearance = appearanceFrom(this)
        const text = JSON.stringify(appearance)
        if (text === this.#lastAppearance) return
        this.#lastAppearance = text
        if (this.#frame !== null) this.#frame.title = this.#texts.title
        this.#connection?.send(appearance)
    }

    #giveCaCertificate(): void {
        const given = this.#caCertificate
        const octets = given === null ? null : octetsFrom(given)
        if (given !== null && octets === null) {
            this.#fail(elementError('INVALID_ARGUMENT', 'The caCertificate is none, or larger than 4 MiB.',
                'Set PEM or DER in a Uint8Array, PEM text, or null.', 'caCertificate'))
        }
        this.#connection?.send({ type: 'caCertificate', octets })
    }

    #giveRequests(): void {
        const { verificationCode } = this
        const given = this.#requests ?? (verificationCode === '' ? [] : [{ id: 'verification-code', verificationCode }])
        const requests = requestsFrom(given)
        if (requests === null) {
            this.#fail(elementError('INVALID_ARGUMENT', 'The requests are unusable.',
                `Set at most ${mostRequests} of { id, verificationCode }, each id once.`, 'verificationCode'))
        }
        // The frame passes over a service that is none.
        this.#connection?.send({ type: 'requests', requests: requests ?? [], service: this.service || undefined })
    }

    /** The policy of the page says what it blocked; everything else shows in that no signer answers. */
    #judgeViolation({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void {
        if (this.#isReady || this.#frame === null || disposition !== 'enforce') return
        if (!/^(frame|child|default)-src$/.test(effectiveDirective)) return
        // Of an address elsewhere only the origin may be told.
        if (blockedURI !== '' && this.#frame.src.startsWith(blockedURI)) this.#failToLoad('FRAME_BLOCKED')
    }

    #failToLoad(code: keyof typeof loadHints = 'FRAME_NOT_LOADED'): void {
        clearTimeout(this.#timer)
        this.#hasFailed = true
        if (this.#frame !== null) this.#frame.hidden = true
        const address = this.#frame?.src ?? this.src
        this.#fail(elementError(code, this.#texts.notLoaded, loadHints[code].replace('{src}', () => address)))
    }

    #fail(error: CoreError): void {
        if (!this.#tell('popcert-failed', { id: null, error })) return
        const { retry, language } = this.#texts
        this.#alert.show([error.message, error.hint], language, this.#hasFailed ? { text: retry, press: () => this.#load() } : undefined)
    }

    /** False if a listener prevented the default. */
    #tell<K extends keyof PopcertSignerEventMap>(type: K, detail: PopcertSignerEventMap[K]['detail']): boolean {
        return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: type === 'popcert-failed' }))
    }
}
