import type { DevError, DevResult } from '../protocol'

/** Ends what was begun with errors that are shown. */
export class Stopped extends Error {
    constructor(readonly errors: readonly DevError[]) {
        super(errors[0]?.message)
    }
}

/** The value; an error ends what was begun. */
export function ok<T>(result: DevResult<T>): T {
    if (!result.ok) throw new Stopped([result.error])
    return result.value
}
