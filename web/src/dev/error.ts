import type { DevError, DevInput } from './protocol'

/** An error that arises before or around the core; all others come out of it. */
export function devError(code: string, message: string, hint: string, input: DevInput | null = null, category: DevError['category'] = 'invalid-request'): DevError {
    return { code, category, message, hint, parameters: {}, input, line: 0 }
}
