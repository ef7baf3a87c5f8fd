import type { CloudError } from './error'

/** Seconds that a token still has to last when something is begun. */
export const leastSeconds = 300

interface Lasting {
    /** seconds: how long it still has to last. */
    isUsable(now: Date, seconds?: number): boolean
}

/** The one token of the page, and how it is replaced. It is forgotten with the session. */
export class Session<Token extends Lasting> {
    #token: Token
    readonly #silently: () => Promise<Token | null>
    readonly #ask: (error: CloudError | null) => Promise<Token | null>
    readonly #now: () => Date

    /** silently: without a person, such as `SignIn.renew`; ask: a person signs in or pastes one, or gives up (null). */
    constructor(
        token: Token, silently: () => Promise<Token | null>, ask: (error: CloudError | null) => Promise<Token | null>,
        now: () => Date = () => new Date(),
    ) {
        this.#token = token
        this.#silently = silently
        this.#ask = ask
        this.#now = now
    }

    get token(): Token { return this.#token }

    get tokenLasts(): boolean { return this.#token.isUsable(this.#now(), leastSeconds) }

    /** error: the service's refusal; null: the token is about to expire. */
    async renewToken(error: CloudError | null): Promise<boolean> {
        const renewed = await this.#silently() ?? await this.#ask(error)
        if (renewed === null) return false
        this.#token = renewed
        return true
    }

    replace(token: Token): void {
        this.#token = token
    }
}
